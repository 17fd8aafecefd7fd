"""What takes its time (reading and writing files) while the service goes on: bounded, and known by who asked."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from bridge.errors import TooMany
from bridge.osc.endpoint import Endpoint
from metamaster.errors import MetamasterError

MOST = 32

Errand = Coroutine[Any, Any, None]
Refuse = Callable[[Endpoint, str, MetamasterError], None]


class Errands:
    """At most so many tasks at a time; ``refuse`` is told of those that fail: the client, the address, the error."""

    def __init__(self, refuse: Refuse, most: int = MOST) -> None:
        self._refuse, self._most = refuse, most
        self._running: dict[asyncio.Task[None], Endpoint] = {}

    def run(self, endpoint: Endpoint, address: str, errand: Errand) -> None:
        """Begins one; raises TooMany."""
        if len(self._running) >= self._most:
            errand.close()
            raise TooMany("Too much is being read or written: try again in a moment.")
        task = asyncio.get_running_loop().create_task(self._finish(endpoint, address, errand))
        self._running[task] = endpoint
        task.add_done_callback(lambda done: self._running.pop(done, None))

    def of(self, endpoint: Endpoint) -> tuple[asyncio.Task[None], ...]:
        """Those of a client that are not done."""
        return tuple(task for task, whose in self._running.items() if whose is endpoint)

    def cancel(self) -> None:
        """Gives all up."""
        for task in self._running:
            task.cancel()

    async def _finish(self, endpoint: Endpoint, address: str, errand: Errand) -> None:
        try:
            await errand
        except MetamasterError as error:
            self._refuse(endpoint, address, error)
