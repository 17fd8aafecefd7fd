"""The figure of docs/songs.md: every procedural song on the range of real music, a row for each genre."""

from collections.abc import Mapping
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from metamaster.measure.bands import OCTAVE_HZ, THIRD_OCTAVE_HZ

Rows = NDArray[np.float64]
COLUMNS = ("tone of the middle", "tone of the sides", "width", "levels", "PLR and LRA")
INK, SONG = "#555555", "#0b6fb8"


def draw(songs: Mapping[str, Mapping[str, Rows]], music: Mapping[str, Rows], path: Path) -> None:
    """Write the figure as a PNG."""
    with mpl.rc_context({"font.size": 7, "axes.spines.top": False, "axes.spines.right": False}):
        figure = Figure(figsize=(15, 1.45 * len(songs)), layout="constrained")
        grid = figure.subplots(len(songs), len(COLUMNS), squeeze=False, sharex="col", sharey="col")
        for row, (genre, rows) in zip(grid, songs.items(), strict=True):
            _curves(row[0], THIRD_OCTAVE_HZ, rows["tone of the middle"], music["tone of the middle"])
            _curves(row[1], THIRD_OCTAVE_HZ, rows["tone of the sides"], music["tone of the sides"])
            _curves(row[2], OCTAVE_HZ, rows["width"], music["width"])
            _levels(row[3], rows, music)
            _loudness(row[4], rows, music)
            row[0].set_ylabel(genre, fontsize=9)
        for axes, title in zip(grid[0], COLUMNS, strict=True):
            axes.set_title(title)
        figure.savefig(path, dpi=75)


def _range(axes: Axes, x: Rows, music: Rows) -> None:
    low, middle, high = np.quantile(music, (0.05, 0.5, 0.95), axis=0)
    axes.fill_between(x, low, high, color="#d8d8d8", linewidth=0)
    axes.plot(x, middle, color=INK, linewidth=0.8)


def _curves(axes: Axes, hertz: tuple[float, ...], songs: Rows, music: Rows) -> None:
    """Against frequency, in dB."""
    _range(axes, np.asarray(hertz), music)
    axes.plot(hertz, songs.T, color=SONG, linewidth=0.5, alpha=0.7)
    axes.set_xscale("log")


def _levels(axes: Axes, songs: Mapping[str, Rows], music: Mapping[str, Rows]) -> None:
    """Quantiles of the level in three bands, short and long windows, then the crest."""
    names = ("levels in 46 ms", "levels in 400 ms", "crest")
    joined = [np.concatenate([rows[name] for name in names], axis=1) for rows in (songs, music)]
    place = np.arange(joined[0].shape[1], dtype=np.float64)
    _range(axes, place, joined[1])
    axes.plot(place, joined[0].T, color=SONG, linewidth=0.5, alpha=0.7)
    axes.set_ylim(-32, 12)
    axes.set_xticks([1.5, 5.5, 9.5, 13.5, 17.5, 21.5, 25])
    axes.set_xticklabels(["low", "mid", "high"] * 2 + ["crest"])


def _loudness(axes: Axes, songs: Mapping[str, Rows], music: Mapping[str, Rows]) -> None:
    """Peak to loudness ratio across, loudness range upwards."""
    axes.plot(music["PLR"], music["LRA"], ".", color="#bbbbbb", markersize=4)
    axes.plot(songs["PLR"], songs["LRA"], ".", color=SONG, markersize=5)
    axes.set_xlim(5, 28)
    axes.set_ylim(0, 25)
