"""``/metamaster/ping``: the answer comes when everything that its client asked for before is done."""

import asyncio

from bridge.osc.arguments import Given
from bridge.osc.codec import MOST_ARGUMENTS
from bridge.osc.endpoint import Endpoint
from bridge.osc.errands import Errand, Errands
from bridge.osc.routes import ROOT, Command


def ping_route(errands: Errands) -> Command:
    """What there is behind it."""

    def ping(endpoint: Endpoint, given: Given) -> Errand | None:
        earlier = errands.of(endpoint)
        if earlier:
            return _answer_after(earlier, endpoint, given)
        _answer(endpoint, given)
        return None

    about = "answers `/metamaster/pong` with the same, once all before is done (but for jobs)"
    return Command(f"{ROOT}/ping", "anything", about, ping, 0, MOST_ARGUMENTS)


async def _answer_after(earlier: tuple[asyncio.Task[None], ...], endpoint: Endpoint, given: Given) -> None:
    await asyncio.wait(earlier)
    _answer(endpoint, given)


def _answer(endpoint: Endpoint, given: Given) -> None:
    endpoint.tell(f"{ROOT}/pong", tuple(value for value in given if isinstance(value, float | int | str)))
