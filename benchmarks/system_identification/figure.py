"""The figure: what is left of the error while time passes, on systems that no rule has met."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from benchmarks.system_identification.measuring import Trace
from benchmarks.system_identification.scenes import BLOCKS, HOP
from metamaster.learn.evaluation.look import AMBER, BLUE, FAINT, LOOK, SILVER, SLATE, SOFT, VIOLET, quiet_grid

RATE_KHZ = 16.0
_COLOURS = {
    "LMS": SILVER,
    "NLMS": AMBER,
    "RLS per bin": VIOLET,
    "RLS per sample": SLATE,
    "learned": BLUE,
}
_STYLES = {"RLS per sample": (0, (4, 1.6))}
_RESAMPLES = 1000
_SMOOTH = 6

Traces = Mapping[str, Mapping[str, Trace]]
"""By kind of input, then by rule."""


def draw(traces: Traces, change_at: int, path: Path) -> None:
    """Misalignment above, ERLE below, a column for each kind of input; means with bootstrap 95 % intervals."""
    with mpl.rc_context(dict(LOOK)):
        figure = Figure(figsize=(12.4, 7.0), dpi=120, facecolor="white", layout="constrained")
        axes = figure.subplots(2, len(traces), sharex=True, sharey="row", squeeze=False)
        for column, (kind, rules) in enumerate(traces.items()):
            _panel(axes[0, column], {rule: np.asarray(trace.misalignment_db) for rule, trace in rules.items()}, 1)
            _panel(axes[1, column], {rule: np.asarray(trace.erle_db) for rule, trace in rules.items()}, _SMOOTH)
            axes[0, column].set_title(kind, loc="left", fontweight="bold", fontsize=12)
            axes[1, column].set_xlabel(f"ms at {RATE_KHZ:g} kHz")
            for row in axes[:, column]:
                row.axvline(_ms(change_at), color=FAINT, linewidth=1.0, linestyle=(0, (2, 2)), zorder=0)
        axes[0, 0].set(ylabel="misalignment, dB  (lower is better)", ylim=(-46.0, 12.0), xlim=(0.0, _ms(BLOCKS)))
        axes[1, 0].set(ylabel="ERLE, dB  (higher is better)", ylim=(-12.0, 46.0))
        axes[0, 0].annotate(
            "the system changes", (_ms(change_at), 10.5), (6, 0), textcoords="offset points", color=SOFT, size=9.5
        )
        handles, labels = axes[0, 0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside upper center", ncols=len(labels), frameon=False, handlelength=2.4)
        figure.savefig(path, metadata={"Software": None})


def _panel(axes: Axes, rules: Mapping[str, np.ndarray], smooth: int) -> None:
    time = _ms(np.arange(BLOCKS) + 1)
    quiet_grid(axes, "y")
    for rule, db in rules.items():
        mean, low, high = _interval(_smoothed(db, smooth))
        axes.fill_between(time, low, high, color=_COLOURS[rule], alpha=0.16, linewidth=0.0)
        width = 2.4 if rule == "learned" else 1.5
        axes.plot(time, mean, color=_COLOURS[rule], linewidth=width, label=rule, linestyle=_STYLES.get(rule, "-"))


def _ms(block: np.ndarray | int) -> np.ndarray:
    return np.asarray(block) * HOP / RATE_KHZ


def _smoothed(db: np.ndarray, blocks: int) -> np.ndarray:
    """The mean of the last so many blocks."""
    sums = np.cumsum(np.pad(db, ((0, 0), (blocks, 0)), mode="edge"), axis=1)
    return np.asarray((sums[:, blocks:] - sums[:, :-blocks]) / blocks)


def _interval(db: np.ndarray) -> Sequence[np.ndarray]:
    """Mean over scenes, and the percentile bootstrap 95 % interval of it (Efron 1979), with fixed seed."""
    scenes = db.shape[0]
    weights = np.random.default_rng(0).multinomial(scenes, np.full(scenes, 1.0 / scenes), _RESAMPLES) / scenes
    low, high = np.percentile(weights @ db, (2.5, 97.5), axis=0)
    return db.mean(axis=0), low, high
