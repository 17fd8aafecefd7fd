"""Takes packets in as they come and has them handled in turn, so that nobody waits for somebody else's flood."""

import asyncio
from collections.abc import Callable

from bridge.osc.endpoint import Endpoint
from bridge.osc.fair import FairQueue

_SLICE_S = 0.002
"""How long packets are handled before the event loop may do other things."""

Take = Callable[[Endpoint, bytes], None]


class Dispatcher:
    """A fair queue and what empties it."""

    def __init__(self, take: Take) -> None:
        self._take = take
        self._queue: FairQueue[Endpoint] = FairQueue()
        self._scheduled = False
        self.handled = 0
        self.dropped = 0

    def put(self, endpoint: Endpoint, packet: bytes) -> None:
        """Adds a packet; it is dropped, and counted, where its sender has too many waiting already."""
        if not self._queue.put(endpoint, packet):
            self.dropped += 1

    def waiting(self, endpoint: Endpoint) -> int:
        """How many packets of that client wait."""
        return self._queue.waiting(endpoint)

    def drop(self, endpoint: Endpoint) -> None:
        """Forgets the packets of a client that has gone."""
        self._queue.drop(endpoint)

    def work(self) -> None:
        """Handles what waits for a while, and later the rest."""
        loop = asyncio.get_running_loop()
        end_s = loop.time() + _SLICE_S
        while self._queue:
            endpoint, packet = self._queue.take()
            self.handled += 1
            self._take(endpoint, packet)
            endpoint.taken(self._queue.waiting(endpoint))
            if loop.time() >= end_s:
                break
        if self._queue and not self._scheduled:
            self._scheduled = True
            loop.call_soon(self._again)

    def _again(self) -> None:
        self._scheduled = False
        self.work()
