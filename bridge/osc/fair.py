"""A queue in which whoever sends most waits longest: one bounded line for each sender, served in turn."""

from collections import OrderedDict, deque
from collections.abc import Hashable
from typing import Generic, TypeVar

T = TypeVar("T")
S = TypeVar("S", bound=Hashable)

LONGEST_LINE = 4096
MOST_SENDERS = 512


class FairQueue(Generic[S, T]):
    """Holds what came in until it is taken; ``put`` says whether there was room."""

    def __init__(self, longest: int = LONGEST_LINE, most_senders: int = MOST_SENDERS) -> None:
        self._longest, self._most_senders = longest, most_senders
        self._lines: OrderedDict[S, deque[T]] = OrderedDict()

    def __bool__(self) -> bool:
        return bool(self._lines)

    def waiting(self, sender: S) -> int:
        """How many items of that sender wait."""
        return len(self._lines.get(sender, ()))

    def put(self, sender: S, item: T) -> bool:
        """Adds an item to its sender's line; False, and nothing is added, where there is no room."""
        line = self._lines.get(sender)
        if line is None:
            if len(self._lines) >= self._most_senders:
                return False
            line = self._lines[sender] = deque()
        if len(line) >= self._longest:
            return False
        line.append(item)
        return True

    def take(self) -> tuple[S, T]:
        """The first item of the sender whose turn it is; raises KeyError when empty."""
        sender, line = self._lines.popitem(last=False)
        item = line.popleft()
        if line:
            self._lines[sender] = line
        return sender, item

    def drop(self, sender: S) -> None:
        """Forgets what a sender still has waiting."""
        self._lines.pop(sender, None)
