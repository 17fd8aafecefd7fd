"""OSC over TCP: packets framed by SLIP, as OSC 1.1 has it; nothing is lost, and who sends too fast is made to wait."""

import asyncio
import socket
from collections.abc import Callable
from typing import cast

from bridge.errors import MalformedPacket, WrongType
from bridge.osc.allowed import Allowed
from bridge.osc.dispatcher import Dispatcher
from bridge.osc.endpoint import Endpoint
from bridge.osc.ports import bound
from bridge.osc.slip import Deframer, frame
from metamaster.errors import MetamasterError

MOST_CONNECTIONS = 128
_READ_BYTES = 16_384
_PAUSE_AT, _RESUME_AT = 512, 64
"""Packets of one client that may wait before it is no longer read from, and at which it is again."""
_ENOUGH_UNREAD = 262_144
_TOO_MUCH_UNREAD = 2_097_152
"""Bytes that a client leaves unread before it is told less, and before it is let go."""


class TcpEndpoint(Endpoint):
    """A client's connection."""

    def __init__(self, transport: asyncio.Transport, name: str) -> None:
        super().__init__(name)
        self._transport = transport
        self.when_done: Callable[[], None] | None = None
        """What is to be done once all is handled that it sent before it went."""

    def send(self, packet: bytes) -> None:
        """Sends a packet; a client that never reads is let go."""
        if self._transport.is_closing():
            return
        if self._transport.get_write_buffer_size() > _TOO_MUCH_UNREAD:
            self._transport.abort()
            return
        self._transport.write(frame(packet))

    @property
    def ready(self) -> bool:
        """Whether the client has read most of what it was told."""
        return self._transport.get_write_buffer_size() < _ENOUGH_UNREAD

    def at(self, target: object) -> Endpoint:
        """Replies to a connection go over it: always raises WrongType."""
        raise WrongType("Replies go over the connection itself: leave out the port.")

    def taken(self, waiting: int) -> None:
        """Reads on once little waits."""
        if waiting <= _RESUME_AT:
            self._transport.resume_reading()
        if not waiting and self.when_done is not None:
            self.when_done()


class _Connection(asyncio.BufferedProtocol):
    def __init__(self, door: "TcpDoor") -> None:
        self._door = door
        self._buffer = bytearray(_READ_BYTES)
        self._deframer = Deframer()
        self._transport: asyncio.Transport
        self.endpoint: TcpEndpoint | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        host, port = self._transport.get_extra_info("peername")[:2]
        if not self._door.admits(host):
            self._transport.abort()
            return
        self.endpoint = TcpEndpoint(self._transport, f"tcp {host}:{port}")
        self._door.opened(self)

    def get_buffer(self, sizehint: int) -> bytearray:
        return self._buffer

    def buffer_updated(self, nbytes: int) -> None:
        if self.endpoint is None:
            return
        try:
            for packet in self._deframer.feed(bytes(memoryview(self._buffer)[:nbytes])):
                self._door.dispatcher.put(self.endpoint, packet)
        except MalformedPacket as error:
            self._door.refuse(self.endpoint, "", error)
            self._transport.close()
            return
        if self._door.dispatcher.waiting(self.endpoint) > _PAUSE_AT:
            self._transport.pause_reading()
        self._door.dispatcher.work()

    def connection_lost(self, error: Exception | None) -> None:
        if self.endpoint is not None:
            self._door.closed(self, self.endpoint)

    def abort(self) -> None:
        self._transport.abort()


class TcpDoor:
    """The socket that TCP clients connect to."""

    def __init__(
        self,
        dispatcher: Dispatcher,
        allowed: Allowed,
        refuse: Callable[[Endpoint, str, MetamasterError], None],
        forget: Callable[[Endpoint], None],
    ) -> None:
        self.dispatcher, self._allowed = dispatcher, allowed
        self.refuse, self._forget = refuse, forget
        self._connections: set[_Connection] = set()
        self._server: asyncio.Server | None = None
        self.port = 0

    async def open(self, host: str, port: int) -> None:
        """Begins to listen; raises PortTaken or BadOption."""
        listening = bound(host, port, socket.SOCK_STREAM)
        self.port = listening.getsockname()[1]
        self._server = await asyncio.get_running_loop().create_server(lambda: _Connection(self), sock=listening)

    def close(self) -> None:
        """Stops listening and ends all connections."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for connection in tuple(self._connections):
            connection.abort()

    def admits(self, host: str) -> bool:
        """Whether one more client from there is taken."""
        return self._allowed.admits(host) and len(self._connections) < MOST_CONNECTIONS

    def opened(self, connection: _Connection) -> None:
        """A client has come."""
        self._connections.add(connection)

    def closed(self, connection: _Connection, endpoint: TcpEndpoint) -> None:
        """A client has gone; what it sent before is done still, unless the bridge goes too."""
        self._connections.discard(connection)
        if self._server is not None and self.dispatcher.waiting(endpoint):
            endpoint.when_done = lambda: self._forget(endpoint)
        else:
            self.dispatcher.drop(endpoint)
            self._forget(endpoint)
