"""Bundles that are due later: a bounded number of them, not too far ahead."""

import asyncio
import heapq
import time
from collections import Counter
from collections.abc import Callable
from itertools import count

from bridge.errors import TooFarAhead, TooMany

FARTHEST_S = 60.0
MOST = 2048
MOST_OF_ONE = 512


class Schedule:
    """Calls what is due when it is due, in order of time and then of arrival; everything on the event loop."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.now = clock
        self._heap: list[tuple[float, int, str, Callable[[], None]]] = []
        self._of: Counter[str] = Counter()
        self._numbers = count()
        self._timer: asyncio.TimerHandle | None = None

    def __len__(self) -> int:
        return len(self._heap)

    def add(self, at_s: float, source: str, call: Callable[[], None]) -> None:
        """Plans a call for a Unix time in seconds; raises TooFarAhead or TooMany."""
        ahead_s = at_s - self.now()
        if ahead_s > FARTHEST_S:
            raise TooFarAhead(f"The bundle is due in {ahead_s:.0f} s: send it less than {FARTHEST_S:.0f} s ahead.")
        if len(self._heap) >= MOST or self._of[source] >= MOST_OF_ONE:
            raise TooMany("Too many bundles are waiting for their time: send them later.")
        heapq.heappush(self._heap, (at_s, next(self._numbers), source, call))
        self._of[source] += 1
        self._set_timer()

    def clear(self) -> None:
        """Forgets everything that is planned."""
        self._heap.clear()
        self._of.clear()
        self._set_timer()

    def _set_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._heap:
            delay_s = max(self._heap[0][0] - self.now(), 0.0)
            self._timer = asyncio.get_running_loop().call_later(delay_s, self._run_due)

    def _run_due(self) -> None:
        self._timer = None
        while self._heap and self._heap[0][0] <= self.now():
            _, _, source, call = heapq.heappop(self._heap)
            self._of[source] -= 1
            if not self._of[source]:
                del self._of[source]
            call()
        self._set_timer()
