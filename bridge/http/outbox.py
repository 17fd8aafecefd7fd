"""What waits to be sent over a WebSocket: bounded, and a client that does not read it is let go."""

import asyncio
from collections import deque
from contextlib import suppress

from aiohttp import web

_ENOUGH_BYTES = 262_144
_TOO_MUCH_BYTES = 4_194_304
"""What may wait before a client is told less, and before it is let go."""
PATIENCE_S = 10.0
"""How long a client may take to read one message."""


class Outbox:
    """Sends what is put into it, in order; ``run`` must run meanwhile."""

    def __init__(self, ws: web.WebSocketResponse, transport: asyncio.Transport | None, patience_s: float) -> None:
        self._ws, self._transport, self._patience_s = ws, transport, patience_s
        self._waiting: deque[str | bytes] = deque()
        self._bytes = 0
        self._given_up = False
        self._some = asyncio.Event()

    @property
    def ready(self) -> bool:
        """Whether the client has read most of what it was sent."""
        return self._bytes < _ENOUGH_BYTES

    def put(self, message: str | bytes) -> None:
        """Has a message sent, as text or binary; a client with too much unread is let go."""
        if self._given_up:
            return
        if self._bytes > _TOO_MUCH_BYTES:
            self.abort()
            return
        self._waiting.append(message)
        self._bytes += len(message)
        self._some.set()

    async def run(self) -> None:
        """Sends until the client has gone or does not read any more."""
        with suppress(ConnectionError, TimeoutError):
            while not self._given_up:
                await self._some.wait()
                self._some.clear()
                while self._waiting:
                    message = self._waiting.popleft()
                    async with asyncio.timeout(self._patience_s):
                        await self._send(message)
                    self._bytes -= len(message)
        self.abort()

    def abort(self) -> None:
        """Lets the client go at once."""
        self._given_up = True
        self._waiting.clear()
        self._some.set()
        if self._transport is not None:
            self._transport.abort()

    async def _send(self, message: str | bytes) -> None:
        if isinstance(message, str):
            await self._ws.send_str(message)
        else:
            await self._ws.send_bytes(message)
