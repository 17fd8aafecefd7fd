"""A service: tells of the position of a rolling song twenty times a second."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from bridge.session import events
from bridge.session.session import Session
from bridge.transport.transport import Transport

TICKS_PER_S = 20


class Ticker:
    """Sleeps while the song stands."""

    def __init__(self, session: Session, transport: Transport) -> None:
        self._session, self._transport = session, transport
        self._rolls = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._unsubscribe: Callable[[], None] | None = None

    async def start(self) -> None:
        """Begins."""
        self._unsubscribe = self._session.bus.subscribe(self._hear)
        self._task = asyncio.create_task(self._tick())

    async def stop(self) -> None:
        """Ends."""
        if self._unsubscribe is not None:
            self._unsubscribe()
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    def _hear(self, event: events.Event) -> None:
        if isinstance(event, events.TransportChanged) and event.rolling:
            self._rolls.set()

    async def _tick(self) -> None:
        while True:
            await self._rolls.wait()
            while self._transport.rolling:
                self._transport.tick()
                await asyncio.sleep(1.0 / TICKS_PER_S)
            self._rolls.clear()
