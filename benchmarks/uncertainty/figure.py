"""The figure docs/uncertainty.png: promised coverage against what was seen, and by kind of control."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scipy.special import erf

from benchmarks.uncertainty.coverage import KINDS, errors, kind_of
from benchmarks.uncertainty.draws import Draw
from metamaster.learn.evaluation.look import BLUE, FAINT, INK, LOOK, ORANGE, SLATE, SOFT, quiet_grid

_COLOURS = (BLUE, SLATE, ORANGE)

Cases = Mapping[str, Sequence[Draw]]


def figure(cases: Cases, path: Path) -> None:
    """Draws both panels."""
    with mpl.rc_context(dict(LOOK)):
        page = Figure(figsize=(11.4, 4.9), dpi=120, facecolor="white", layout="constrained")
        left, right = page.subplots(1, 2, width_ratios=(4, 5))
        _reliability(left, cases)
        _by_kind(right, cases)
        handles, labels = left.get_legend_handles_labels()
        page.legend(handles, labels, loc="outside upper center", ncols=len(labels), frameon=False)
        page.savefig(path, metadata={"Software": None})


def _reliability(axes: Axes, cases: Cases) -> None:
    reach = np.linspace(0.05, 3.0, 120)
    promised = 100.0 * erf(reach / np.sqrt(2.0))
    axes.plot((0, 100), (0, 100), color=FAINT, linewidth=1.0, linestyle=(0, (2, 2)), zorder=0)
    for colour, (name, draws) in zip(_COLOURS, cases.items(), strict=True):
        seen = [100.0 * np.mean(np.abs(errors(draws)) < one) for one in reach]
        axes.plot(promised, seen, color=colour, linewidth=2.2, label=name)
        marks = [100.0 * np.mean(np.abs(errors(draws)) < one) for one in (1.0, 2.0)]
        axes.plot(100.0 * erf(np.array((1.0, 2.0)) / np.sqrt(2.0)), marks, "o", color=colour, markersize=5)
    axes.set(xlabel="promised, % of truths", ylabel="seen, % of truths", xlim=(0, 100), ylim=(0, 101))
    axes.set_title("How often the truth lies within the ±", loc="left", fontweight="bold", fontsize=12)
    quiet_grid(axes)
    for one, label in ((1.0, "± 1"), (2.0, "± 2")):
        at = 100.0 * erf(one / np.sqrt(2.0))
        axes.axvline(at, color="#d5d5cf", linewidth=0.9, zorder=0)
        axes.annotate(label, (at, 2.0), (-4, 0), textcoords="offset points", ha="right", color=SOFT, size=9.5)


def _by_kind(axes: Axes, cases: Cases) -> None:
    height = 0.24
    for number, (colour, draws) in enumerate(zip(_COLOURS, cases.values(), strict=True)):
        kinds = np.array([kind_of(name) for name in draws[0].names])
        seen = [100.0 * np.mean(np.abs(errors(draws))[:, kinds == kind] < 1.0) for kind in KINDS]
        axes.barh(np.arange(len(KINDS)) + (number - 1) * height, seen, 0.9 * height, color=colour)
    axes.axvline(68.3, color=INK, linewidth=1.0, linestyle=(0, (2, 2)))
    axes.annotate("68.3", (68.3, -0.62), (4, 0), textcoords="offset points", color=SOFT, size=9.5)
    axes.set_yticks(np.arange(len(KINDS)), KINDS)
    axes.set(xlabel="truths within ± 1, %", xlim=(0, 100), ylim=(len(KINDS) - 0.45, -0.8))
    axes.set_title("By kind of control", loc="left", fontweight="bold", fontsize=12)
    quiet_grid(axes, "x")
