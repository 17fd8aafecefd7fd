"""What there is behind an address: properties, which can be read, listened to and perhaps set, and commands."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass

from bridge.osc.arguments import Given, count
from bridge.osc.endpoint import Endpoint
from bridge.osc.feedback import Arguments, Feedback

ROOT = "/metamaster"

Handler = Callable[[Endpoint, Given], Awaitable[None] | None]


@dataclass(frozen=True)
class Command:
    """An address that does something; ``takes`` says in words what arguments it needs."""

    address: str
    takes: str
    about: str
    call: Handler


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
            self.handlers[entry.address] = entry.call
        else:
            self.properties[entry.address] = entry
            self.handlers.update(self._handlers(entry))

    def _handlers(self, entry: Property) -> Iterator[tuple[str, Handler]]:
        address = entry.address

        def get(endpoint: Endpoint, given: Given) -> None:
            count(given, 0, 1, "nothing, or the port for the reply")
            self._tell(_target(endpoint, given), entry)

        def start_listen(endpoint: Endpoint, given: Given) -> None:
            count(given, 0, 1, "nothing, or the port to send to")
            listener = _target(endpoint, given)
            self._feedback.listen(listener, address)
            self._tell(listener, entry)

        def stop_listen(endpoint: Endpoint, given: Given) -> None:
            count(given, 0, 1, "nothing, or the port sent to")
            self._feedback.unlisten(_target(endpoint, given), address)

        def put(endpoint: Endpoint, given: Given) -> None:
            if entry.change is not None:
                entry.change(endpoint, given)
                self._tell(endpoint, entry)

        def plain(endpoint: Endpoint, given: Given) -> None:
            if not given or entry.change is None:
                get(endpoint, given)
                return
            self.quiet = (endpoint, address)
            try:
                entry.change(endpoint, given)
            finally:
                self.quiet = None

        yield address, plain
        yield f"{address}/get", get
        yield f"{address}/start_listen", start_listen
        yield f"{address}/stop_listen", stop_listen
        if entry.change is not None:
            yield f"{address}/set", put

    def _tell(self, endpoint: Endpoint, entry: Property) -> None:
        current = entry.current()
        if current is not None:
            endpoint.tell(entry.address, current)

    def changed(self, address: str) -> None:
        """Tells those who listen to a property what it is now."""
        if self._feedback.heard(address):
            current = self.properties[address].current()
            if current is not None:
                quiet = self.quiet
                but = quiet[0] if quiet is not None and quiet[1] == address else None
                self._feedback.say(address, current, but)


def _target(endpoint: Endpoint, given: Given) -> Endpoint:
    return endpoint.at(given[0]) if given else endpoint
