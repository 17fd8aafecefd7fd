"""Makes the bridge known on the network by mDNS, as ``_oscjson._tcp`` and ``_osc._udp``.

A bridge that listens on this machine alone is announced on this machine alone.
"""

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from bridge.osc.allowed import is_loopback
from bridge.session.events import Event, Trouble


@dataclass(frozen=True)
class Doors:
    """Where the bridge listens; ``host`` is a number."""

    host: str
    http_port: int
    udp_port: int


class Announcement:
    """Says where the doors are until it is stopped; that this is impossible is trouble, but no reason to end."""

    def __init__(self, doors: Doors, tell: Callable[[Event], None]) -> None:
        self._doors, self._tell = doors, tell
        self._task: asyncio.Task[None] | None = None
        self._ended = asyncio.Event()

    def start(self) -> None:
        """Begins, without waiting until others have heard."""
        self._task = asyncio.create_task(self._announce())

    async def stop(self) -> None:
        """Takes it back."""
        self._ended.set()
        if self._task is not None:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._task, 3.0)

    async def _announce(self) -> None:
        # Loaded here, where nobody waits: few start a bridge to be found by it.
        from zeroconf import Error, InterfaceChoice, ServiceInfo  # noqa: PLC0415
        from zeroconf.asyncio import AsyncZeroconf  # noqa: PLC0415

        host = self._doors.host
        everywhere = host in ("0.0.0.0", "::")
        addresses = None if everywhere else [socket.inet_pton(_family(host), host)]
        name = f"metamaster {self._doors.http_port} on {socket.gethostname().partition('.')[0]}"
        try:
            zeroconf = AsyncZeroconf(interfaces=InterfaceChoice.All if everywhere else [host])
        except OSError as error:
            self._tell(
                Trouble("mdns_unavailable", f"The bridge cannot be announced on the network ({error.strerror}).")
            )
            return
        try:
            for kind, port in (("_oscjson._tcp", self._doors.http_port), ("_osc._udp", self._doors.udp_port)):
                service = f"{kind}.local."
                info = ServiceInfo(service, f"{name}.{service}", port, addresses=addresses or _own_addresses())
                await zeroconf.async_register_service(info, allow_name_change=True)
            await self._ended.wait()
            await zeroconf.async_unregister_all_services()
        except (Error, OSError) as error:
            self._tell(Trouble("mdns_unavailable", f"The bridge cannot be announced on the network ({error})."))
        finally:
            await zeroconf.async_close()


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _own_addresses() -> list[bytes]:
    try:
        found = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET, socket.SOCK_DGRAM)
    except socket.gaierror:
        return [socket.inet_aton("127.0.0.1")]
    return [socket.inet_aton(str(entry[4][0])) for entry in found if not is_loopback(str(entry[4][0]))]
