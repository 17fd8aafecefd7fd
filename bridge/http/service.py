"""The HTTP service: takes its port at once, and serves as soon as its library is loaded.

Loading it takes longer than everything else that the bridge starts, so it is done in a thread, after the port is
known to be free; whoever connects meanwhile is served a moment later.
"""

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from bridge.osc.allowed import Allowed
from bridge.osc.ports import bound


@dataclass(frozen=True)
class HttpOptions:
    """Where to listen; port 0 is any free one, ``allowed`` who may talk; whether to announce it by mDNS."""

    host: str = "127.0.0.1"
    port: int = 7780
    allowed: Allowed = field(default_factory=Allowed)
    mdns: bool = False


@runtime_checkable
class Site(Protocol):
    """What is served once everything is loaded."""

    async def open(self, listening: socket.socket) -> None:
        """Begins to serve what connects to that socket."""
        ...

    async def close(self) -> None:
        """Ends that."""
        ...


class HttpService:
    """Opens the port and has the site served there that ``load`` makes for an address and a port, in a thread."""

    def __init__(self, options: HttpOptions, load: Callable[[str, int], Site]) -> None:
        self._options, self._load = options, load
        self._opening: asyncio.Task[Site] | None = None
        self._listening: socket.socket | None = None
        self.host, self.port = "", 0

    async def start(self) -> None:
        """Opens the port; raises PortTaken or BadOption."""
        self._listening = bound(self._options.host, self._options.port, socket.SOCK_STREAM)
        self._listening.listen(128)
        self.host, self.port = self._listening.getsockname()[:2]
        self._opening = asyncio.create_task(self._open(self._listening))

    async def stop(self) -> None:
        """Ends all connections and closes the port."""
        if self._opening is not None:
            with suppress(asyncio.CancelledError):
                await (await self._opening).close()
        if self._listening is not None:
            self._listening.close()

    async def opened(self) -> None:
        """Waits until it serves."""
        if self._opening is not None:
            await self._opening

    async def _open(self, listening: socket.socket) -> Site:
        site = await asyncio.to_thread(self._load, self.host, self.port)
        await site.open(listening)
        return site
