"""What there is behind an address: properties, which can be read, listened to and perhaps set, and commands."""

from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from typing import Any

from bridge.osc.arguments import Given, count
from bridge.osc.endpoint import Endpoint
from bridge.osc.feedback import Arguments, Feedback

ROOT = "/metamaster"

Handler = Callable[[Endpoint, Given], Coroutine[Any, Any, None] | None]
"""Does something at once, or gives what is to be awaited for it."""


@dataclass(frozen=True)
class Command:
    """An address that does something.

    ``takes`` says in words what arguments it needs, ``least`` and ``most`` how many.
    """

    address: str
    takes: str
    about: str
    call: Handler
    least: int = 0
    most: int = 0

    def __call__(self, endpoint: Endpoint, given: Given) -> Coroutine[Any, Any, None] | None:
        """Does it; raises WrongType for another number of arguments, and what the call raises."""
        count(given, self.least, self.most, self.takes)
        return self.call(endpoint, given)


@dataclass(frozen=True)
class Property:
    """An address that stands for something; ``current`` is None where there is nothing to tell (yet).

    ``change`` is None where it cannot be set.
    """

    address: str
    takes: str
    about: str
    current: Callable[[], Arguments | None]
    change: Callable[[Endpoint, Given], None] | None = None


class Routes:
    """Finds what is behind an address."""

    def __init__(self, feedback: Feedback) -> None:
        self._feedback = feedback
        self.handlers: dict[str, Handler] = {}
        self.properties: dict[str, Property] = {}
        self.commands: dict[str, Command] = {}
        self.quiet: tuple[Endpoint, str] | None = None
        """Who is setting what at the moment by its plain address, and need not be told."""

    def add(self, entry: Property | Command) -> None:
        """Makes an address known."""
        if isinstance(entry, Command):
            self.commands[entry.address] = entry
            self.handlers[entry.address] = entry
        else:
            self.properties[entry.address] = entry
            self.handlers.update(_Behind(entry, self, self._feedback).handlers())

    def changed(self, address: str) -> None:
        """Tells those who listen to a property what it is now."""
        if self._feedback.heard(address):
            current = self.properties[address].current()
            if current is not None:
                quiet = self.quiet
                but = quiet[0] if quiet is not None and quiet[1] == address else None
                self._feedback.say(address, current, but)


@dataclass(frozen=True)
class _Behind:
    """What is done at the addresses of a property."""

    entry: Property
    routes: Routes
    feedback: Feedback

    def handlers(self) -> Iterator[tuple[str, Handler]]:
        address = self.entry.address
        yield address, self.plain
        yield f"{address}/get", self.get
        yield f"{address}/start_listen", self.start_listen
        yield f"{address}/stop_listen", self.stop_listen
        if self.entry.change is not None:
            yield f"{address}/set", self.put

    def get(self, endpoint: Endpoint, given: Given) -> None:
        count(given, 0, 1, "nothing, or the port for the reply")
        self._tell(_target(endpoint, given))

    def start_listen(self, endpoint: Endpoint, given: Given) -> None:
        count(given, 0, 1, "nothing, or the port to send to")
        listener = _target(endpoint, given)
        self.feedback.listen(listener, self.entry.address)
        self._tell(listener)

    def stop_listen(self, endpoint: Endpoint, given: Given) -> None:
        count(given, 0, 1, "nothing, or the port sent to")
        self.feedback.unlisten(_target(endpoint, given), self.entry.address)

    def put(self, endpoint: Endpoint, given: Given) -> None:
        if self.entry.change is not None:
            self.entry.change(endpoint, given)
            self._tell(endpoint)

    def plain(self, endpoint: Endpoint, given: Given) -> None:
        if not given or self.entry.change is None:
            self.get(endpoint, given)
            return
        self.routes.quiet = (endpoint, self.entry.address)
        try:
            self.entry.change(endpoint, given)
        finally:
            self.routes.quiet = None

    def _tell(self, endpoint: Endpoint) -> None:
        current = self.entry.current()
        if current is not None:
            endpoint.tell(self.entry.address, current)


def _target(endpoint: Endpoint, given: Given) -> Endpoint:
    return endpoint.at(given[0]) if given else endpoint
