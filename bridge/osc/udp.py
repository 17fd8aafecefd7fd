"""OSC over UDP: one socket, read by the event loop until it is empty."""

import asyncio
import socket
import sys
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress

from bridge.errors import ReplyRefused, WrongType
from bridge.osc.allowed import Allowed, is_loopback
from bridge.osc.dispatcher import Dispatcher
from bridge.osc.endpoint import Endpoint
from bridge.osc.ports import bound
from bridge.osc.refusals import Refusals

_BUFFER_BYTES = 4_000_000
"""What the system keeps for us while the event loop is busy; it may give less."""
_LARGEST_DATAGRAM = 65_536
_AT_ONCE = 2048
"""Datagrams read before any is handled: the system drops what is not read soon, and whose it is matters not to it."""
_REMEMBERED = 1024
_REFUSALS = {socket.AF_INET: (socket.IPPROTO_IP, 11), socket.AF_INET6: (socket.IPPROTO_IPV6, 25)}
"""What has Linux tell which datagrams were refused: IP_RECVERR and IPV6_RECVERR, which Python does not name."""

Address = tuple[str, int]


class UdpEndpoint(Endpoint):
    """A client's host and port."""

    def __init__(self, door: "UdpDoor", address: Address) -> None:
        super().__init__(f"udp {address[0]}:{address[1]}")
        self._door, self._address = door, address
        self.refusals = Refusals()

    def send(self, packet: bytes) -> None:
        """Sends a datagram; as UDP has it, it may get lost."""
        self.refusals.sent()
        self._door.send(packet, self._address)

    @property
    def ready(self) -> bool:
        """Always: what a client does not read is lost."""
        return True

    @property
    def silent_s(self) -> float:
        """See ``Endpoint``."""
        return self.refusals.silent_s

    def at(self, target: object) -> Endpoint:
        """See ``Endpoint``."""
        host, port = self._address[0], target
        if isinstance(target, str):
            host, _, digits = target.rpartition(":")
            port = int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 5 else None
        if not isinstance(port, int) or not 0 < port < 65_536:
            raise WrongType("Where should replies go? Give a port (1 to 65535), or host:port as text.")
        host = "127.0.0.1" if host == "localhost" else host
        own = self._address[0]
        if host != own and not (is_loopback(host) and is_loopback(own)):
            raise ReplyRefused(f"Replies go to the machine that asks ({own}) alone, not to {host[:80]}.")
        return self._door.endpoint((host, port))


class UdpDoor:
    """The socket that UDP clients talk to."""

    def __init__(
        self,
        dispatcher: Dispatcher,
        allowed: Allowed,
        keep: Callable[[Endpoint], bool],
        forget: Callable[[Endpoint], None],
    ) -> None:
        self._dispatcher, self._allowed, self._keep, self._forget = dispatcher, allowed, keep, forget
        self._endpoints: OrderedDict[Address, UdpEndpoint] = OrderedDict()
        self._socket: socket.socket | None = None
        self.port = 0

    def open(self, host: str, port: int) -> None:
        """Begins to listen; raises PortTaken or BadOption."""
        self._socket = bound(host, port, socket.SOCK_DGRAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _BUFFER_BYTES)
        if sys.platform == "linux":
            self._socket.setsockopt(*_REFUSALS[self._socket.family], 1)
        self.port = self._socket.getsockname()[1]
        asyncio.get_running_loop().add_reader(self._socket, self._drain)

    def close(self) -> None:
        """Stops listening."""
        if self._socket is not None:
            asyncio.get_running_loop().remove_reader(self._socket)
            self._socket.close()
            self._socket = None

    def send(self, packet: bytes, address: Address) -> None:
        """Sends a datagram, if the system takes it."""
        if self._socket is not None:
            # A full buffer, a host that is gone or a packet too long for UDP: all are lost, as datagrams may be.
            with suppress(OSError):
                try:
                    self._socket.sendto(packet, address)
                except ConnectionRefusedError:
                    # Said of an earlier datagram, perhaps to another; this one was not sent.
                    self._hear_refusals()
                    self._socket.sendto(packet, address)

    def endpoint(self, address: Address) -> UdpEndpoint:
        """The client at that address, the same object for as long as it is in use."""
        known = self._endpoints.get(address)
        if known is not None:
            known.refusals.heard()
            self._endpoints.move_to_end(address)
            return known
        made = self._endpoints[address] = UdpEndpoint(self, address)
        while len(self._endpoints) > _REMEMBERED:
            oldest = next(iter(self._endpoints))
            if self._keep(self._endpoints[oldest]):
                self._endpoints.move_to_end(oldest)
            else:
                del self._endpoints[oldest]
        return made

    def _drain(self) -> None:
        for _ in range(_AT_ONCE):
            if self._socket is None:
                return
            try:
                packet, address = self._socket.recvfrom(_LARGEST_DATAGRAM)
            except OSError:
                # There are no more, or the system has something to say about a datagram sent earlier.
                self._hear_refusals()
                break
            address = address[:2]
            if self._allowed.admits(address[0]):
                self._dispatcher.put(self.endpoint(address), packet)
        self._dispatcher.work()

    def _hear_refusals(self) -> None:
        """Asks the system which datagrams nobody was there to receive."""
        while self._socket is not None and sys.platform == "linux":
            try:
                _, _, _, address = self._socket.recvmsg(0, 0, socket.MSG_ERRQUEUE)
            except OSError:
                return
            gone = self._endpoints.get(address[:2])
            if gone is not None and gone.refusals.refused():
                del self._endpoints[address[:2]]
                # Not at once: whoever sends may be going through all listeners.
                asyncio.get_running_loop().call_soon(self._forget, gone)
