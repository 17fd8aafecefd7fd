"""Renders in a thread of its own, some blocks ahead of when they are needed: later, and steadier on a busy machine."""

import queue
import threading
from collections import deque
from collections.abc import Callable

import numpy as np

from bridge.live.insert import Block


class Ahead:
    """Gives every block ``periods`` blocks late; one that is not done by then is silent, and counted in ``missed``."""

    def __init__(self, render: Callable[[Block], Block], periods: int) -> None:
        self.missed = 0
        self._render, self._periods = render, periods
        self._taken = 0
        self._todo: queue.SimpleQueue[tuple[int, Block]] = queue.SimpleQueue()
        self._done: deque[tuple[int, Block]] = deque()
        threading.Thread(target=self._work, daemon=True).start()

    @property
    def waiting(self) -> int:
        """How many blocks are done and not yet due."""
        return len(self._done)

    def process(self, block: Block) -> Block:
        """Hands the next block over, and gives the one that is due; never waits."""
        self._todo.put((self._taken, block))
        due = self._taken - self._periods
        self._taken += 1
        while self._done and self._done[0][0] <= due:
            number, out = self._done.popleft()
            if number == due and out.shape == block.shape:
                return out
        self.missed += due >= 0
        return np.zeros_like(block)

    def _work(self) -> None:
        while True:
            number, block = self._todo.get()
            self._done.append((number, self._render(block)))
