"""The site: the panel and OSCQuery on one port, behind one guard."""

import asyncio
import logging
import socket
from typing import Protocol, runtime_checkable

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.typedefs import Handler

from bridge.http.guard import Guard, security_headers

MOST_CONNECTIONS = 256


class _OursAlone(logging.Filter):
    """Passes what went wrong here, and not what is no HTTP: whoever sent that is told, and any scanner sends such."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        return not isinstance(error, HttpProcessingError)


_LOG = logging.getLogger("bridge.http")
_LOG.addFilter(_OursAlone())


@runtime_checkable
class Part(Protocol):
    """Something that the site shows."""

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Adds its pages."""
        ...

    async def open(self) -> None:
        """The site is open now."""
        ...

    async def close(self) -> None:
        """Ends its conversations."""
        ...


class HttpSite:
    """Parts behind a guard; the first part that has a page for an address shows it."""

    def __init__(self, guard: Guard, parts: tuple[Part, ...]) -> None:
        self._parts = parts
        self._guard = guard
        app = web.Application(middlewares=[self._let_in], client_max_size=1024)
        app.on_response_prepare.append(_with_headers)
        for part in parts:
            part.add_to(app.router)
        self._runner = web.AppRunner(app, access_log=None, logger=_LOG, keepalive_timeout=30.0, shutdown_timeout=0.5)
        self._server: asyncio.Server | None = None

    async def open(self, listening: socket.socket) -> None:
        """See ``bridge.http.service.Site``."""
        await self._runner.setup()
        self._server = await asyncio.get_running_loop().create_server(self._protocol, sock=listening)
        for part in self._parts:
            await part.open()

    async def close(self) -> None:
        """See ``bridge.http.service.Site``."""
        if self._server is not None:
            self._server.close()
        for part in self._parts:
            await part.close()
        await self._runner.cleanup()

    @web.middleware
    async def _let_in(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        return self._guard.refusal(request) or await handler(request)

    def _protocol(self) -> asyncio.BaseProtocol:
        server = self._runner.server
        if server is None or len(server.connections) >= MOST_CONNECTIONS:
            return _TurnedAway()
        return server()


class _TurnedAway(asyncio.Protocol):
    """For connections beyond what is served."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            transport.abort()


async def _with_headers(request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(security_headers(request.host))
