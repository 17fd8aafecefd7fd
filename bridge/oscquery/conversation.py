"""One OSCQuery client's WebSocket: LISTEN and IGNORE as JSON, and OSC packets both ways as binary messages."""

import asyncio
from typing import Literal

import msgspec

from bridge.errors import MalformedPacket, UnknownAddress, WrongType
from bridge.http.outbox import Outbox
from bridge.osc.endpoint import Endpoint
from bridge.osc.service import OscService

_PAUSE_AT = 64
"""Packets of one client that may wait before it is no longer read from."""
_PAUSE_S = 0.002


class WebSocketEndpoint(Endpoint):
    """A client as the OSC service knows it."""

    def __init__(self, name: str, outbox: Outbox) -> None:
        super().__init__(name)
        self._outbox = outbox

    def send(self, packet: bytes) -> None:
        """Sends a packet as a binary message."""
        self._outbox.put(packet)

    @property
    def ready(self) -> bool:
        """Whether the client has read most of what it was told."""
        return self._outbox.ready

    def at(self, target: object) -> Endpoint:
        """Replies to a connection go over it: always raises WrongType."""
        raise WrongType("Replies go over the connection itself: leave out the port.")


class _Command(msgspec.Struct):
    COMMAND: Literal["LISTEN", "IGNORE"]
    DATA: str


_decode = msgspec.json.Decoder(_Command).decode


class Conversation:
    """Takes packets and commands of one client; a third door of the OSC service, beside UDP and TCP."""

    def __init__(self, osc: OscService, name: str, outbox: Outbox) -> None:
        self._osc = osc
        self._endpoint = WebSocketEndpoint(name, outbox)

    async def hear(self, message: str | bytes) -> None:
        """See ``bridge.http.sockets.Talk``; what is refused is told at ``/metamaster/error``."""
        if isinstance(message, bytes):
            await self._take(message)
            return
        try:
            self._obey(_decode(message))
        except (msgspec.MsgspecError, RecursionError) as error:
            self._osc.refuse(self._endpoint, "", MalformedPacket(f"That is no command of OSCQuery: {error}."))
        except UnknownAddress as error:
            self._osc.refuse(self._endpoint, "", error)

    def end(self) -> None:
        """See ``bridge.http.sockets.Talk``."""
        self._osc.dispatcher.drop(self._endpoint)
        self._osc.forget(self._endpoint)

    async def _take(self, packet: bytes) -> None:
        dispatcher = self._osc.dispatcher
        dispatcher.put(self._endpoint, packet)
        dispatcher.work()
        while dispatcher.waiting(self._endpoint) > _PAUSE_AT:
            await asyncio.sleep(_PAUSE_S)

    def _obey(self, command: _Command) -> None:
        entry = self._osc.routes.properties.get(command.DATA)
        if entry is None:
            raise UnknownAddress(f"There is no value at {command.DATA[:200]} to listen to.")
        if command.COMMAND == "IGNORE":
            self._osc.feedback.unlisten(self._endpoint, entry.address)
            return
        self._osc.feedback.listen(self._endpoint, entry.address)
        current = entry.current()
        if current is not None:
            self._endpoint.tell(entry.address, current)
