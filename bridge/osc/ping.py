"""``/metamaster/ping``: the answer comes when everything that its client asked for before is done."""

import asyncio

from bridge.osc.arguments import Given
from bridge.osc.codec import MOST_ARGUMENTS
from bridge.osc.endpoint import Endpoint
from bridge.osc.errands import Errands
from bridge.osc.routes import ROOT, Command

MOST_WAITING = 256
"""Pings that may wait for what goes on; they do not take the place of what they wait for."""
PING, PONG = f"{ROOT}/ping", f"{ROOT}/pong"


def ping_route(errands: Errands, waiting: Errands) -> Command:
    """What there is behind it; ``waiting`` holds the pings that cannot be answered at once."""

    def ping(endpoint: Endpoint, given: Given) -> None:
        earlier = errands.of(endpoint)
        if earlier:
            waiting.run(endpoint, PING, _answer_after(earlier, endpoint, given))
        else:
            _answer(endpoint, given)

    about = "answers `/metamaster/pong` with the same, once all before is done (but for jobs)"
    return Command(PING, "anything", about, ping, 0, MOST_ARGUMENTS)


async def _answer_after(earlier: tuple[asyncio.Task[None], ...], endpoint: Endpoint, given: Given) -> None:
    await asyncio.wait(earlier)
    _answer(endpoint, given)


def _answer(endpoint: Endpoint, given: Given) -> None:
    endpoint.tell(PONG, tuple(value for value in given if isinstance(value, float | int | str)))
