"""Tells when a UDP client has gone: the system says of every datagram that nobody is there to receive it."""

import time
from collections.abc import Callable

GONE_S = 5.0
"""For how long every datagram must be refused until the client is taken to have gone."""
_UNANSWERED = 8
"""Datagrams to one client that may be under way before the system says what became of the first."""


class Refusals:
    """What the system said of one client's datagrams; ``clock`` gives seconds that only grow."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._since_s: float | None = None
        self._sent = 0
        self._heard_s = clock()

    @property
    def silent_s(self) -> float:
        """How long nothing was heard of the client."""
        return self._clock() - self._heard_s

    def heard(self) -> None:
        """The client has said something, or was named by another of its machine."""
        self._heard_s, self._since_s = self._clock(), None

    def sent(self) -> None:
        """A datagram was sent to it."""
        self._sent += 1

    def refused(self) -> bool:
        """Nobody was there to receive one: whether that has been so for long enough."""
        now_s = self._clock()
        # More that were sent than refused means that it was there in between.
        if self._since_s is None or self._sent > _UNANSWERED:
            self._since_s = now_s
        self._sent = 0
        return now_s - self._since_s >= GONE_S
