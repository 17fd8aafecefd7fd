"""Where messages come from and go to: a UDP address or a TCP connection."""

from abc import ABC, abstractmethod
from collections.abc import Hashable, Sequence

from bridge.osc.codec import encode

MOST_PENDING = 4096


class Endpoint(ABC):
    """One client. ``name`` tells it from all others, in events and in limits."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.pending: dict[Hashable, bytes] = {}
        """What it is still to be told, the latest of each kind."""

    @abstractmethod
    def send(self, packet: bytes) -> None:
        """Sends a packet at once."""

    @property
    @abstractmethod
    def ready(self) -> bool:
        """Whether it takes more at the moment."""

    @property
    def silent_s(self) -> float:
        """How long nothing was heard of it; 0 for one that says when it goes."""
        return 0.0

    @abstractmethod
    def at(self, target: object) -> "Endpoint":
        """Where this client wants its replies instead: a port, or ``host:port``.

        Raises WrongType, or ReplyRefused for another machine than the one that asks.
        """

    def taken(self, waiting: int) -> None:  # noqa: B027 - most have nothing to do then
        """A packet of this client was handled; so many more wait."""

    def tell(self, address: str, arguments: Sequence[float | int | str]) -> None:
        """Sends a message at once."""
        self.send(encode(address, arguments))

    def keep(self, key: Hashable, packet: bytes) -> None:
        """Notes what it is to be told soon, in the place of what the same key says already."""
        if key in self.pending or len(self.pending) < MOST_PENDING:
            self.pending[key] = packet
