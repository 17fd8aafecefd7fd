"""Whatever a panel sends, the bridge goes on and tells it what it refuses."""

import json
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bridge.web import requests
from tests.bridge.http.serving import ServedHttp, Socket

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(["eq.mid.bell_1.gain_db", "genre", "ab", "mix.wav", "../mix.wav", "Mine", "audio"]),
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
)
KINDS = get_args(requests.Request)


def asked(kind: type[msgspec.Struct]) -> st.SearchStrategy[dict[str, Any]]:
    """That kind of request, with anything in its fields."""
    fields = {name: VALUES for name in kind.__struct_fields__}
    return st.fixed_dictionaries({"ask": st.just(kind.__struct_config__.tag)}, optional=fields)


MESSAGES = st.one_of(
    st.binary(max_size=64), st.text(max_size=64), VALUES.map(json.dumps), st.one_of(*map(asked, KINDS)).map(json.dumps)
)


# Under test, annotations are checked on samples drawn at random, also in the bridge's thread.
@pytest.mark.filterwarnings("ignore:Do not use the `random` module inside strategies")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(messages=st.lists(MESSAGES, min_size=1, max_size=6))
def test_whatever_a_panel_sends_it_is_answered(web: ServedHttp, panel: Socket, messages: list[str | bytes]):
    for message in messages:
        panel.send(message)
    panel.ask("browse")
    panel.until(lambda told: told["tell"] == "folder")
    assert web.uncaught == []


@pytest.fixture
def panel(web: ServedHttp) -> Socket:
    return web.socket()
