"""A queue of packets in which whoever sends most waits longest: a bounded line for each sender, served in turn."""

from collections import OrderedDict, deque
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

S = TypeVar("S", bound=Hashable)

LARGEST_LINE_BYTES = 8_000_000
"""Of one sender: four seconds of ten thousand messages a second, should the machine be busy with other things."""
LARGEST_BYTES = 64_000_000
MOST_SENDERS = 512
_EACH_BYTES = 150
"""What Python takes for a packet besides its bytes."""


@dataclass
class _Line:
    packets: deque[bytes] = field(default_factory=deque)
    held_bytes: int = 0


class FairQueue(Generic[S]):
    """Holds packets until they are taken; ``put`` says whether there was room."""

    def __init__(
        self,
        line_bytes: int = LARGEST_LINE_BYTES,
        all_bytes: int = LARGEST_BYTES,
        most_senders: int = MOST_SENDERS,
    ) -> None:
        self._line_bytes, self._all_bytes, self._most_senders = line_bytes, all_bytes, most_senders
        self._lines: OrderedDict[S, _Line] = OrderedDict()
        self._held_bytes = 0

    def __bool__(self) -> bool:
        return bool(self._lines)

    def waiting(self, sender: S) -> int:
        """How many packets of that sender wait."""
        line = self._lines.get(sender)
        return 0 if line is None else len(line.packets)

    def put(self, sender: S, packet: bytes) -> bool:
        """Adds a packet to its sender's line; False, and nothing is added, where there is no room."""
        line = self._lines.get(sender)
        if line is None and len(self._lines) >= self._most_senders:
            return False
        cost = len(packet) + _EACH_BYTES
        held = 0 if line is None else line.held_bytes
        if held + cost > self._line_bytes or self._held_bytes + cost > self._all_bytes:
            return False
        if line is None:
            line = self._lines[sender] = _Line()
        line.packets.append(packet)
        line.held_bytes += cost
        self._held_bytes += cost
        return True

    def take(self) -> tuple[S, bytes]:
        """The first packet of the sender whose turn it is; raises KeyError when empty."""
        sender, line = self._lines.popitem(last=False)
        packet = line.packets.popleft()
        cost = len(packet) + _EACH_BYTES
        line.held_bytes -= cost
        self._held_bytes -= cost
        if line.packets:
            self._lines[sender] = line
        return sender, packet

    def drop(self, sender: S) -> None:
        """Forgets what a sender still has waiting."""
        line = self._lines.pop(sender, None)
        if line is not None:
            self._held_bytes -= line.held_bytes
