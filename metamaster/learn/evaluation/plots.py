"""Error against steps and against seconds, a panel a split."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator

from metamaster.audio.atomic import StagedFile
from metamaster.learn.evaluation.look import (
    AMBER,
    BLUE,
    FAINT,
    INK,
    LOOK,
    ORANGE,
    SILVER,
    SLATE,
    SOFT,
    VIOLET,
    quiet_grid,
)
from metamaster.learn.evaluation.summary import OVERALL, Line, Split

STEPS_FILE, SECONDS_FILE = "results-steps.png", "results-seconds.png"
_COLOURS = {"shipped": BLUE, "Levenberg-Marquardt": SLATE, "RAdam": AMBER, "CMA-ES": SILVER}
_MODELS = (ORANGE, VIOLET, "#3c7d4f", "#a03b54", "#5f7f9e", "#7a6a3f", "#c06fb0", "#1f9a94", "#1e1e6e")
_LEVELS = {
    "loudness only": (0, (1, 2)),
    "match EQ": (0, (4, 2)),
    "Matchering": (0, (6, 2, 1, 2)),
    "mean chain": (0, (2, 1)),
}
_ACROSS = 3
_HEADROOM = 1.15
_MARKER = "o"


def draw_against_steps(path: Path, splits: Mapping[str, Split]) -> None:
    """Writes error against steps, 0 included."""
    _draw(path, splits, lambda split, line: float(line.steps), "steps", skipped=("CMA-ES",))


def draw_against_seconds(path: Path, splits: Mapping[str, Split]) -> None:
    """Writes error against seconds of setting the chain."""
    _draw(path, splits, lambda split, line: split.seconds(line), "seconds", skipped=())


def _draw(
    path: Path,
    splits: Mapping[str, Split],
    place: Callable[[Split, Line], float],
    unit: str,
    skipped: Sequence[str],
) -> None:
    across = min(_ACROSS, len(splits))
    rows = -(-len(splits) // across)
    with mpl.rc_context(dict(LOOK)):
        figure = Figure(figsize=(3.9 * across, 3.4 * rows + 0.7), layout="constrained")
        panels = figure.subplots(rows, across, squeeze=False).ravel()
        curves = _curves(splits, skipped)
        for panel, split in zip(panels, splits.values(), strict=False):
            for row, colour in curves.items():
                _curve(panel, split, row, colour, place)
            _levels(panel, split)
            _dress(panel, split, unit)
        for panel in panels[len(splits) :]:
            panel.set_axis_off()
        for panel in panels[::across]:
            panel.set_ylabel("error, % of the input's")
        handles = {
            label: handle for panel in panels for handle, label in zip(*panel.get_legend_handles_labels(), strict=True)
        }
        figure.legend(handles.values(), handles.keys(), loc="outside lower center", ncols=2 * across, frameon=False)
        with StagedFile(path, overwrite=True) as staged:
            figure.savefig(staged.path, format="png", dpi=150)


def _curves(splits: Mapping[str, Split], skipped: Sequence[str]) -> dict[str, str]:
    """The rows that have several counts of steps, with their colours."""
    rows = dict.fromkeys(line.row for split in splits.values() for line in split.by_line)
    many = [row for row in rows if row not in skipped and any(len(s.lines(row)) > 1 for s in splits.values())]
    models = iter(_MODELS * 9)
    return {row: _COLOURS.get(row) or next(models) for row in many}


def _curve(panel: Axes, split: Split, row: str, colour: str, place: Callable[[Split, Line], float]) -> None:
    lines = split.lines(row)
    found = [split.interval(line, OVERALL) for line in lines]
    told = [(place(split, line), one) for line, one in zip(lines, found, strict=True) if one is not None]
    if told:
        at, intervals = np.array([where for where, _ in told]), np.array([one for _, one in told])
        if row == "shipped" or row not in _COLOURS:
            panel.fill_between(at, intervals[:, 1], intervals[:, 2], color=colour, alpha=0.10, linewidth=0)
        panel.plot(at, intervals[:, 0], color=colour, marker=_MARKER, markersize=4, linewidth=1.7, label=row)


def _levels(panel: Axes, split: Split) -> None:
    """What takes no steps, as horizontal lines; the oracle too, as what could be reached."""
    for row, dashes in _LEVELS.items():
        mean = split.mean(Line(row, 0), OVERALL)
        if np.isfinite(mean):
            panel.axhline(mean, color=SOFT, linewidth=1.0, linestyle=dashes, label=row)
    for line in split.lines("oracle")[-1:]:
        panel.axhline(split.mean(line, OVERALL), color=INK, linewidth=1.2, label="oracle")


def _dress(panel: Axes, split: Split, unit: str) -> None:
    panel.axhline(100.0, color=FAINT, linewidth=1.0)
    trials = max((len(rows) for rows in split.by_line.values()), default=0)
    panel.set_title(f"{split.name} ({trials})", fontsize=10.5, loc="left")
    if unit == "steps":
        panel.set_xscale("symlog", linthresh=1.0, linscale=0.6)
        panel.set_xlim(-0.15, 130.0)
        panel.set_xticks([0, 1, 3, 5, 10, 30, 100], ["0", "1", "3", "5", "10", "30", "100"])
    else:
        panel.set_xscale("log")
        panel.xaxis.set_major_locator(LogLocator(subs=(1.0, 3.0)))
        panel.xaxis.set_major_formatter("{x:g}")
    panel.minorticks_off()
    # Below the 0 of the other axis, which a first tick at the corner would run into.
    panel.tick_params(axis="x", pad=7)
    panel.set_xlabel(unit)
    curves = [float(np.max(line.get_ydata())) for line in panel.lines if line.get_marker() == _MARKER]
    panel.set_ylim(0.0, _HEADROOM * max(100.0, *curves, 0.0))
    quiet_grid(panel)
