"""WebSocket connections: a bounded number, small messages, one at a time from each."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Protocol, runtime_checkable

from aiohttp import WSCloseCode, WSMsgType, web

from bridge.http.outbox import PATIENCE_S, Outbox

MOST_CONNECTIONS = 64
LARGEST_MESSAGE_BYTES = 65_536
_GOODBYE_S = 0.3


@runtime_checkable
class Talk(Protocol):
    """One side of a conversation with a client."""

    async def hear(self, message: str | bytes) -> None:
        """The client has sent text or bytes."""
        ...

    def end(self) -> None:
        """The client has gone."""
        ...


Answer = Callable[[str, Outbox], Talk]


class Sockets:
    """Holds the conversations of one kind; ``answer`` begins one, given the client's name."""

    def __init__(self, kind: str, answer: Answer, patience_s: float = PATIENCE_S) -> None:
        self._kind, self._answer, self._patience_s = kind, answer, patience_s
        self._open: dict[web.WebSocketResponse, Outbox] = {}
        self._nobody = asyncio.Event()
        self._nobody.set()
        self._count = 0

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Talks to a client for as long as it stays."""
        if len(self._open) >= MOST_CONNECTIONS:
            return web.Response(status=503, text=f"{MOST_CONNECTIONS} clients are connected already.\n")
        ws = web.WebSocketResponse(max_msg_size=LARGEST_MESSAGE_BYTES, heartbeat=30.0, compress=False)
        await ws.prepare(request)
        self._count += 1
        outbox = self._open[ws] = Outbox(ws, request.transport, self._patience_s)
        self._nobody.clear()
        talk = self._answer(f"{self._kind} {self._count} of {request.remote}", outbox)
        sending = asyncio.create_task(outbox.run())
        try:
            await _follow(ws, talk.hear)
        finally:
            talk.end()
            sending.cancel()
            with suppress(asyncio.CancelledError):
                await sending
            del self._open[ws]
            if not self._open:
                self._nobody.set()
        return ws

    async def close(self) -> None:
        """Ends all conversations: the bridge is going away."""
        await asyncio.gather(*(_part(ws, outbox) for ws, outbox in tuple(self._open.items())))
        await self._nobody.wait()


async def _part(ws: web.WebSocketResponse, outbox: Outbox) -> None:
    with suppress(ConnectionError, TimeoutError):
        await asyncio.wait_for(ws.close(code=WSCloseCode.GOING_AWAY), _GOODBYE_S)
    outbox.abort()


async def _follow(ws: web.WebSocketResponse, hear: Callable[[str | bytes], Awaitable[None]]) -> None:
    async for message in ws:
        if message.type in (WSMsgType.TEXT, WSMsgType.BINARY):
            await hear(message.data)
            # A client that floods waits for the others after every message.
            await asyncio.sleep(0)
