"""What the rows of an evaluation say together: means by split, row and steps, with their intervals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from metamaster.learn.evaluation.intervals import mean_interval
from metamaster.learn.evaluation.journal import DOES_NOT_APPLY, Row
from metamaster.learn.evaluation.trial import TrialKey

INPUT = "input"
SPLITS = {
    "seen": "Genres that were learned from; songs and engineers that were not.",
    "held-out": "Genres that nothing was learned from.",
    "cross-song": "Seen genres; the reference is always another song.",
    "out-of-chain": "Seen genres, mastered by other software than the chain: no setting of it is the true one.",
    "restore": "Real masters, undone by other software; the reference is another section of the song, the truth the "
    "master as it was released.",
    "transfer": "Real masters, undone, then mastered by other software in one style; the reference is another song in "
    "that style.",
}
"""The splits, in the order of the page."""
ASPECTS = ("tone", "width", "dynamics", "crest", "plr", "spectrum")
OVERALL_OF = ("tone", "width", "dynamics", "plr", "spectrum")
OVERALL, CONTROLS = "overall", "controls"
COLUMNS = (OVERALL, *ASPECTS, CONTROLS)


class Interval(NamedTuple):
    """A mean and its bootstrap 95 % interval."""

    mean: float
    low: float
    high: float


class Line(NamedTuple):
    """A line of the table: a way to master after a count of steps."""

    row: str
    steps: int


@dataclass(frozen=True, eq=False)
class Split:
    """The rows of one split, by line and trial; failures and what does not apply are left out."""

    name: str
    by_line: Mapping[Line, Mapping[TrialKey, Row]]
    usual: Mapping[str, float]
    """The usual size of the error in each aspect, dB: the input's mean over all splits."""

    @cached_property
    def whole(self) -> float:
        """The input's mean error over all aspects, each in its usual size; what is 100 per cent here."""
        rows = self.by_line.get(Line(INPUT, 0), {}).values()
        return float(np.mean([_over_all(row, self.usual) for row in rows])) if rows else float("nan")

    def values(self, line: Line, column: str) -> dict[TrialKey, float]:
        """A column's figure on every trial of a line where there is one; ``overall`` in per cent of the input."""
        rows = self.by_line.get(line, {})
        found = {key: self._value(row, column) for key, row in rows.items()}
        return {key: value for key, value in found.items() if np.isfinite(value)}

    def interval(self, line: Line, column: str) -> Interval | None:
        """The mean of a column; None where there is none."""
        values = list(self.values(line, column).values())
        return Interval(*mean_interval(values)) if values else None

    def mean(self, line: Line, column: str) -> float:
        """The mean of a column; NaN where there is none."""
        found = self.interval(line, column)
        return found.mean if found else float("nan")

    def difference(self, one: Line, other: Line, column: str) -> Interval | None:
        """The mean of one line minus another on the trials that both have; None without any."""
        ones, others = self.values(one, column), self.values(other, column)
        both = [ones[key] - others[key] for key in ones if key in others]
        return Interval(*mean_interval(both)) if both else None

    def seconds(self, line: Line) -> float:
        """The median seconds of a line."""
        rows = self.by_line.get(line, {}).values()
        return float(np.median([row.seconds for row in rows])) if rows else float("nan")

    def lines(self, row: str) -> list[Line]:
        """The lines of a way to master, by steps."""
        return sorted(line for line in self.by_line if line.row == row)

    def _value(self, row: Row, column: str) -> float:
        if column == OVERALL:
            return 100.0 * _over_all(row, self.usual) / self.whole
        return row.controls if column == CONTROLS else row.errors[column]


def splits_of(rows: Sequence[Row]) -> dict[str, Split]:
    """The splits that there are; of rows that were judged again under another mark the last ones."""
    by_split: dict[str, dict[Line, dict[TrialKey, Row]]] = {}
    marks = {row.row: row.mark for row in rows}
    for row in rows:
        lines = by_split.setdefault(row.key.split, {})
        if not row.failure and row.mark == marks[row.row]:
            lines.setdefault(Line(row.row, row.steps), {})[row.key] = row
    usual = _usual([row for row in rows if row.row == INPUT and not row.failure])
    return {name: Split(name, by_split[name], usual) for name in SPLITS if name in by_split}


def _usual(inputs: Sequence[Row]) -> dict[str, float]:
    means = {aspect: float(np.mean([row.errors[aspect] for row in inputs])) if inputs else 0.0 for aspect in OVERALL_OF}
    return {aspect: mean if mean > 0.0 else float("nan") for aspect, mean in means.items()}


def _over_all(row: Row, usual: Mapping[str, float]) -> float:
    return float(np.mean([row.errors[aspect] / usual[aspect] for aspect in OVERALL_OF]))


def failures_of(rows: Sequence[Row]) -> list[Row]:
    """What went wrong."""
    return [row for row in rows if row.failure not in ("", DOES_NOT_APPLY)]
