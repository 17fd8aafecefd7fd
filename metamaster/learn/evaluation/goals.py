"""The figures that were set as goals, next to what the rows say of one way to master."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import numpy as np

from metamaster.learn.evaluation.summary import CONTROLS, INPUT, OVERALL, OVERALL_OF, Interval, Line, Split

STEPS = 5
_LM, _RADAM, _RADAM_STEPS = "Levenberg-Marquardt", "RAdam", 100
_RIVALS = (INPUT, "loudness only", "match EQ", "Matchering")
_MEANS = ("mean chain", "mean chain of the genre")
_SPECTRUM = {"seen": 0.60, "held-out": 0.47}
_MOST_CREST_DB, _UNDER_MEAN, _BEHIND_SEEN, _GENRE_LOSS, _UNDER_RIVALS = 2.0, 0.25, 0.15, 0.10, 0.15


class Goal(NamedTuple):
    """What is wanted, what was measured, and whether it is met."""

    wanted: str
    measured: str
    met: bool


Splits = Mapping[str, Split]


def goals_of(splits: Splits, row: str) -> list[Goal]:
    """Every goal that the rows there are can judge, for the way to master of that name after five steps."""
    return [*_known(_against_rules(splits, Line(row, STEPS))), *own_goals(splits, row), *_known(_saved_genre(splits))]


def own_goals(splits: Splits, row: str) -> list[Goal]:
    """Those that only one way to master, and what takes no steps, are asked about."""
    ours = Line(row, STEPS)
    found = (goals(splits, ours) for goals in (_spectrum, _crest, _controls, _unseen, _real))
    return _known(goal for part in found for goal in part)


def _known(goals: Iterable[Goal]) -> list[Goal]:
    return [goal for goal in goals if "nan" not in goal.measured]


def _against_rules(splits: Splits, ours: Line) -> Iterator[Goal]:
    split = splits.get("held-out")
    if split is None:
        return
    yield from _not_worse(split, ours, Line(_RADAM, _RADAM_STEPS), f"{_RADAM_STEPS} steps of RAdam")
    seconds = split.seconds(ours)
    affordable = [line for line in split.lines(_LM) if split.seconds(line) <= seconds] or split.lines(_LM)[:1]
    if affordable:
        rival = affordable[-1]
        yield from _not_worse(split, ours, rival, f"Levenberg-Marquardt in as many seconds ({rival.steps} steps)")


def _not_worse(split: Split, ours: Line, rival: Line, name: str) -> Iterator[Goal]:
    difference = split.difference(ours, rival, OVERALL)
    if difference:
        told = (
            f"{split.mean(ours, OVERALL):.2f} and {split.mean(rival, OVERALL):.2f} %, difference {_signed(difference)}"
        )
        yield Goal(f"held-out: {STEPS} steps at least as near as {name}", told, difference.mean <= 0.0)


def _spectrum(splits: Splits, ours: Line) -> Iterator[Goal]:
    for name, wanted in _SPECTRUM.items():
        if name in splits:
            split = splits[name]
            less = 1.0 - split.mean(ours, "spectrum") / split.mean(Line(INPUT, 0), "spectrum")
            goal = f"{name}: spectral error at least {100 * wanted:.0f} % under the input's"
            yield Goal(goal, f"{-100 * less:+.0f} %", less >= wanted)


def _crest(splits: Splits, ours: Line) -> Iterator[Goal]:
    for name in ("seen", "held-out"):
        if name in splits:
            error = splits[name].mean(ours, "crest")
            yield Goal(f"{name}: crest error at most {_MOST_CREST_DB:g} dB", f"{error:.2f} dB", error <= _MOST_CREST_DB)


def _controls(splits: Splits, ours: Line) -> Iterator[Goal]:
    """Against both means: of all genres, and of the song's own, which that row is told."""
    for name in ("seen", "held-out"):
        for rival in _MEANS if name in splits else ():
            less = 1.0 - splits[name].mean(ours, CONTROLS) / splits[name].mean(Line(rival, 0), CONTROLS)
            goal = f"{name}: error of the controls at least {100 * _UNDER_MEAN:.0f} % under that of the {rival}"
            yield Goal(goal, f"{-100 * less:+.0f} %", less >= _UNDER_MEAN)


def _unseen(splits: Splits, ours: Line) -> Iterator[Goal]:
    if {"seen", "held-out"} <= splits.keys():
        more = splits["held-out"].mean(ours, OVERALL) / splits["seen"].mean(ours, OVERALL) - 1.0
        goal = f"held-out within {100 * _BEHIND_SEEN:.0f} % of seen"
        yield Goal(goal, f"{100 * more:+.0f} %", more <= _BEHIND_SEEN)


def _saved_genre(splits: Splits) -> Iterator[Goal]:
    """Against the same way adapted to each song."""
    for name in ("cross-song", "transfer"):
        if name in splits:
            split = splits[name]
            more = split.mean(Line("saved genre", 0), OVERALL) / split.mean(Line("shipped", STEPS), OVERALL) - 1.0
            goal = (
                f"{name}: a saved genre with 0 steps loses at most {100 * _GENRE_LOSS:.0f} % against adapting each song"
            )
            yield Goal(goal, f"{100 * more:+.0f} %", more <= _GENRE_LOSS)


def _real(splits: Splits, ours: Line) -> Iterator[Goal]:
    for name in ("restore", "transfer"):
        for aspect in OVERALL_OF if name in splits else ():
            split = splits[name]
            rivals = {row: split.mean(Line(row, 0), aspect) for row in _RIVALS}
            yield under_the_best(name, aspect, split.mean(ours, aspect), rivals)


def under_the_best(split: str, aspect: str, ours_db: float, rivals_db: Mapping[str, float]) -> Goal:
    """Whether an error on real music is well under that of the best of the rivals that have one, by name."""
    known = {row: error_db for row, error_db in rivals_db.items() if np.isfinite(error_db)} or {INPUT: np.nan}
    best = min(known, key=lambda row: known[row])
    more = ours_db / known[best] - 1.0
    goal = f"{split}: {aspect} error at least {100 * _UNDER_RIVALS:.0f} % under the best of {', '.join(rivals_db)}"
    return Goal(goal, f"{100 * more:+.0f} % ({best})", more <= -_UNDER_RIVALS)


def _signed(interval: Interval) -> str:
    return f"{interval.mean:+.2f} [{interval.low:+.2f}, {interval.high:+.2f}]"
