"""Who listens to which address, and telling them: at once when little happens, gathered when much does."""

import asyncio
from collections import OrderedDict
from collections.abc import Hashable, Sequence

from bridge.errors import TooMany
from bridge.osc.codec import encode
from bridge.osc.endpoint import Endpoint

EVERY_S = 0.01
"""How far apart the messages of one address to one listener are at least."""
_AT_ONCE = 500
"""Messages sent in one go before others have their turn."""
MOST_LISTENERS = 256
SILENT_S = 600.0
"""A listener that has said nothing for this long makes room where there are too many."""

Arguments = Sequence[float | int | str]


class Feedback:
    """Listeners by address, and what they are still to be told.

    A listener is told of every address at most once in ``EVERY_S``, and then of its latest value; so what waits is
    bounded by what was subscribed to, however fast it changes.
    """

    def __init__(self) -> None:
        self._of: dict[str, dict[Endpoint, None]] = {}
        self._listeners: OrderedDict[Endpoint, int] = OrderedDict()
        self._waiting: OrderedDict[Endpoint, None] = OrderedDict()
        self._scheduled = False
        self._last_s = 0.0

    @property
    def listeners(self) -> int:
        """How many clients listen to anything."""
        return len(self._listeners)

    def listen(self, endpoint: Endpoint, address: str) -> None:
        """Has a client told of an address from now on; raises TooMany."""
        if endpoint not in self._listeners and len(self._listeners) >= MOST_LISTENERS and not self._made_room():
            raise TooMany(f"{MOST_LISTENERS} clients are listening already: stop one first.")
        topic = self._of.setdefault(address, {})
        if endpoint not in topic:
            topic[endpoint] = None
            self._listeners[endpoint] = self._listeners.get(endpoint, 0) + 1

    def unlisten(self, endpoint: Endpoint, address: str) -> None:
        """No longer."""
        topic = self._of.get(address, {})
        if endpoint not in topic:
            return
        del topic[endpoint]
        if not topic:
            del self._of[address]
        self._listeners[endpoint] -= 1
        if not self._listeners[endpoint]:
            del self._listeners[endpoint]
            self._waiting.pop(endpoint, None)
            endpoint.pending.clear()

    def forget(self, endpoint: Endpoint) -> None:
        """The client has gone."""
        for address in [address for address, topic in self._of.items() if endpoint in topic]:
            self.unlisten(endpoint, address)

    def is_listening(self, endpoint: Endpoint) -> bool:
        """Whether the client listens to anything."""
        return endpoint in self._listeners

    def heard(self, address: str) -> bool:
        """Whether anybody listens to it."""
        return address in self._of

    def say(self, address: str, arguments: Arguments, but: Endpoint | None = None) -> None:
        """Tells the listeners of an address its latest value, all ``but`` one."""
        self.say_of(address, address, arguments, but, address)

    def say_of(self, topic: str, address: str, arguments: Arguments, but: Endpoint | None, key: Hashable) -> None:
        """Tells the listeners of a topic by another address; only what has the same key is replaced by it."""
        listeners = self._of.get(topic)
        if not listeners:
            return
        packet = encode(address, arguments)
        for endpoint in listeners:
            if endpoint is not but:
                endpoint.keep(key, packet)
                self._waiting[endpoint] = None
        if self._waiting and not self._scheduled:
            self._schedule()

    def _made_room(self) -> bool:
        """Forgets the listener that has been silent for longest, if that is long enough."""
        longest = max(self._listeners, key=lambda one: one.silent_s)
        if longest.silent_s < SILENT_S:
            return False
        self.forget(longest)
        return True

    def _schedule(self) -> None:
        loop = asyncio.get_running_loop()
        self._scheduled = True
        loop.call_later(max(self._last_s + EVERY_S - loop.time(), 0.0), self._flush)

    def _flush(self) -> None:
        self._scheduled = False
        room, stuck = _AT_ONCE, []
        while self._waiting and room > 0:
            endpoint, _ = self._waiting.popitem(last=False)
            if not endpoint.ready:
                stuck.append(endpoint)
                continue
            packets = list(endpoint.pending.values())
            endpoint.pending.clear()
            room -= len(packets)
            for packet in packets:
                endpoint.send(packet)
        self._last_s = asyncio.get_running_loop().time()
        for endpoint in stuck:
            self._waiting[endpoint] = None
        if self._waiting:
            self._schedule()
