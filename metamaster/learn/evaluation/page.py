"""The page: what was judged, goals, and a table for each split."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from metamaster.learn.evaluation.goals import STEPS, goals_of, own_goals
from metamaster.learn.evaluation.journal import Row
from metamaster.learn.evaluation.known import KNOWN
from metamaster.learn.evaluation.plots import SECONDS_FILE, STEPS_FILE
from metamaster.learn.evaluation.rows import Rows
from metamaster.learn.evaluation.summary import (
    ASPECTS,
    COLUMNS,
    CONTROLS,
    OVERALL,
    SPLITS,
    Line,
    Split,
    failures_of,
    splits_of,
)
from metamaster.learn.wanted import LEARNED, PREDICTED
from metamaster.report.markdown import markdown

_CHEATS = ("oracle", "input", *KNOWN)
_STYLES = (PREDICTED, LEARNED)


class Told(NamedTuple):
    """How the rows were made."""

    command: str
    machine: str


def page(rows: Sequence[Row], made: Rows, told: Told) -> str:
    """The whole page as Markdown."""
    splits = splits_of(rows)
    order = [family.name for family in made.families]
    parts = ["# Results", _introduction(rows, made, told), "## Goals", _goals(splits, made.base)]
    parts.append(_other_goals(splits, made.base))
    parts += [
        "## Error against steps and seconds",
        "Of the input's error as in the tables below; beside the split's name is the number of trials, shaded the 95 % "
        "interval. Lines across are ways that take no steps; those far above are left out.",
        f"![Error against steps]({STEPS_FILE})",
        f"![Error against seconds]({SECONDS_FILE})",
        "## Tables",
        _legend(),
    ]
    for name, split in splits.items():
        parts += [f"### {name.capitalize()}", SPLITS[name], split_table(split, order)]
    parts += ["## Rows", _abouts(made)]
    failures = failures_of(rows)
    if failures:
        lines = [f"- {row.row}, {row.key.name}: {row.failure}" for row in failures]
        parts += ["## Failures", "\n".join(lines)]
    return "\n\n".join(part for part in parts if part) + "\n"


def split_table(split: Split, order: Sequence[str]) -> str:
    """One split: a line a row and count of steps, the best of every column bold, and the best line.

    Rows that are not in ``order``, as those of an earlier evaluation are, come last.
    """
    rank = {row: place for place, row in enumerate(order)}
    lines = sorted(split.by_line, key=lambda line: (rank.get(line.row, len(rank)), line))
    competing = [line for line in lines if line.row not in _CHEATS]
    best = {column: _best(split, competing, column) for column in COLUMNS}
    shown = [
        [*_heads(split, line, best[OVERALL]), *(_cell(split, line, c, best[c]) for c in COLUMNS)] for line in lines
    ]
    return markdown(["row", "steps", "s", "overall, %", *ASPECTS, CONTROLS], shown)


def _best(split: Split, lines: Sequence[Line], column: str) -> float:
    """The lowest mean as it is shown, so that all that look alike are bold."""
    means = [split.mean(line, column) for line in lines]
    shown = [round(mean, _digits(column)) for mean in means if np.isfinite(mean)]
    return min(shown, default=float("nan"))


def _heads(split: Split, line: Line, best: float) -> list[str]:
    wins = line.row not in _CHEATS and round(split.mean(line, OVERALL), _digits(OVERALL)) == best
    seconds = split.seconds(line)
    return [f"**{line.row}**" if wins else line.row, str(line.steps), f"{seconds:.2f}" if seconds else ""]


def _cell(split: Split, line: Line, column: str, best: float) -> str:
    interval = split.interval(line, column)
    if interval is None:
        return ""
    digits = _digits(column)
    mean = f"{interval.mean:.{digits}f}"
    if line.row not in _CHEATS and round(interval.mean, digits) == best:
        mean = f"**{mean}**"
    if column == OVERALL:
        return f"{mean} [{interval.low:.0f}, {interval.high:.0f}]"
    return f"{mean} [{interval.low:.{digits}f}, {interval.high:.{digits}f}]"


def _digits(column: str) -> int:
    return 0 if column == OVERALL else 2


def _introduction(rows: Sequence[Row], made: Rows, told: Told) -> str:
    trials = {row.key for row in rows}
    seeds = sorted({key.seed for key in trials})
    about = (
        f"Made by `{told.command}` on {told.machine}: {_judged(len(trials), made.trials)}, "
        f"seed{'s' if len(seeds) > 1 else ''} {', '.join(map(str, seeds))}. "
        "Every chain is rendered over half a minute by Pedalboard and delivered as `metamaster master` delivers, at "
        "the reference's loudness under −1 dBTP; what is judged is that sound against the true master. A row a trial "
        "is in results.csv, means and intervals are in results-summary.csv."
    )
    left = [f"- left out: {reason}" for reason in made.left_out]
    return "\n\n".join([about, *(["\n".join(left)] if left else [])])


def _judged(count: int, planned: int) -> str:
    of = f" of {planned}" if count < planned else ""
    return f"{count}{of} trial{'s' if planned > 1 else ''}"


def _goals(splits: dict[str, Split], base: str) -> str:
    goals = goals_of(splits, base)
    if not goals:
        return "These rows can judge none of the goals."
    lines = [[goal.wanted, goal.measured, "yes" if goal.met else "NO"] for goal in goals]
    about = (
        f"Of `{base}` after {STEPS} steps. Per cents of `overall` are shares of the input's error (see the tables); "
        "differences are of the same trials, with the bootstrap 95 % interval."
    )
    return f"{about}\n\n{markdown(['goal', 'measured', 'met'], lines)}"


def _other_goals(splits: dict[str, Split], base: str) -> str:
    """The same of the ways to read a style that have rows of their own."""
    styles = [style for style in _STYLES if style != base and any(split.lines(style) for split in splits.values())]
    parts = []
    for style in styles:
        lines = [[goal.wanted, goal.measured, "yes" if goal.met else "NO"] for goal in own_goals(splits, style)]
        parts.append(f"The same of `{style}` after {STEPS} steps:\n\n{markdown(['goal', 'measured', 'met'], lines)}")
    return "\n\n".join(parts)


def _legend() -> str:
    return (
        "Mean over trials with the bootstrap 95 % interval; smaller is better. Errors are in dB as in "
        "docs/benchmarks.md. **overall** is the mean of tone, width, dynamics, plr and spectrum, each in "
        "units of the input's mean error over all splits, in per cent of the input's. **controls** is the root mean "
        "square error of the controls that the true master's sound determines, in standard deviations of what "
        "engineers set, where the true chain is known. **s** is the median of the seconds from mix and reference "
        "heard to chain set, everything compiled. In each split the lowest figure of every column is bold, and so is "
        "the best row; the input, and rows that are told what nobody can know, do not compete."
    )


def _abouts(made: Rows) -> str:
    return "\n".join(f"- **{family.name}**: {family.about}." for family in made.families)
