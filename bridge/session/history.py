"""Undo and redo: a hundred steps, in which what belongs to one movement of a hand is one step."""

import time
from collections import deque
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass

from bridge.session.document import Item

LONGEST = 100
PAUSE_S = 0.5
"""Changes of one control that follow each other faster than this are one movement, if nobody says otherwise."""


@dataclass
class Step:
    """What one step changed: the items before and after, by key."""

    label: str
    before: dict[str, Item]
    after: dict[str, Item]
    token: Hashable
    touched_s: float


class History:
    """The steps that can be undone and redone."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._undo: deque[Step] = deque()
        self._redo: list[Step] = []
        self._open: dict[Hashable, Step] = {}

    @property
    def labels(self) -> tuple[str, str]:
        """What undo and redo would take back or do again; empty where there is nothing."""
        return (self._undo[-1].label if self._undo else "", self._redo[-1].label if self._redo else "")

    def record(
        self, label: str, before: Mapping[str, Item], after: Mapping[str, Item], token: Hashable, held: bool
    ) -> None:
        """Notes a change; one with the token of an earlier step joins it, while held or within the pause."""
        now = self._clock()
        step = self._open.get(token)
        if step is not None and (held or now - step.touched_s <= PAUSE_S):
            self._join(step, before, after)
            step.touched_s = now
            return
        self._redo.clear()
        step = Step(label, dict(before), dict(after), token, now)
        self._undo.append(step)
        self._open[token] = step
        if len(self._undo) > LONGEST:
            oldest = self._undo.popleft()
            if self._open.get(oldest.token) is oldest:
                del self._open[oldest.token]

    def _join(self, step: Step, before: Mapping[str, Item], after: Mapping[str, Item]) -> None:
        for key, item in after.items():
            # Somebody else may have changed it since, whose step is taken back before this one and done again after it.
            last = next(one for one in reversed(self._undo) if one is step or key in one.after)
            last.before.setdefault(key, before[key])
            last.after[key] = item

    def close(self, token: Hashable) -> None:
        """Has the next change with that token begin a step of its own."""
        self._open.pop(token, None)

    def undo(self) -> Step | None:
        """The step to take back, if there is one."""
        self._open.clear()
        if not self._undo:
            return None
        self._redo.append(self._undo.pop())
        return self._redo[-1]

    def redo(self) -> Step | None:
        """The step to do again, if there is one."""
        self._open.clear()
        if not self._redo:
            return None
        self._undo.append(self._redo.pop())
        return self._undo[-1]

    def clear(self) -> None:
        """Forgets all steps."""
        self._undo.clear()
        self._redo.clear()
        self._open.clear()
