"""The HTTP service: takes its port at once, and serves as soon as its library is loaded.

Loading it takes longer than everything else that the bridge starts, so it is done in a thread, after the port is
known to be free; whoever connects meanwhile is served a moment later.
"""

import asyncio
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from bridge.errors import PanelLost, code_of
from bridge.osc.allowed import Allowed
from bridge.osc.ports import bound
from bridge.session.events import Bus, Trouble


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

    def __init__(self, options: HttpOptions, load: Callable[[str, int], Site], bus: Bus) -> None:
        self._options, self._load, self._bus = options, load, bus
        self._opening: asyncio.Task[Site] | None = None
        self._listening: socket.socket | None = None
        self.host, self.port = "", 0

    async def start(self) -> None:
        """Opens the port; raises PortTaken or BadOption."""
        self._listening = bound(self._options.host, self._options.port, socket.SOCK_STREAM)
        self._listening.listen(128)
        self.host, self.port = self._listening.getsockname()[:2]
        self._opening = asyncio.create_task(self._open(self._listening))
        self._opening.add_done_callback(self._tell)

    async def stop(self) -> None:
        """Ends all connections and closes the port."""
        try:
            if self._opening is not None:
                await asyncio.wait((self._opening,))
                if _failure(self._opening) is None:
                    await self._opening.result().close()
        finally:
            self._close()

    async def opened(self) -> None:
        """Waits until it serves; raises what it fails by."""
        if self._opening is not None:
            await self._opening

    async def _open(self, listening: socket.socket) -> Site:
        site = await asyncio.to_thread(self._load, self.host, self.port)
        await site.open(listening)
        return site

    def _tell(self, opening: asyncio.Task[Site]) -> None:
        error = _failure(opening)
        if error is not None and not opening.cancelled():
            # Whoever has connected is not left waiting.
            self._close()
            lost = PanelLost(
                f"The panel and OSCQuery cannot be served ({error}): start the bridge again, or install it anew."
            )
            self._bus.emit(Trouble(code_of(lost), str(lost)))

    def _close(self) -> None:
        if self._listening is not None:
            self._listening.close()


def _failure(opening: asyncio.Task[Site]) -> BaseException | None:
    return asyncio.CancelledError() if opening.cancelled() else opening.exception()
