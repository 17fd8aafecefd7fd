"""How the level of each band is spread: dense and even, or wide."""

import numpy as np

from metamaster.measure.dynamics import BANDS, CROSSOVERS_HZ, PERCENTILES
from metamaster.report.charts.axes import Axis, around, ticks
from metamaster.report.charts.figure import Figure
from metamaster.report.charts.panel import Panel, Size, picture, segment, text, x_grid
from metamaster.report.markup import Markup, join, tag
from metamaster.report.numbers import decimal, hertz
from metamaster.report.table import Table
from metamaster.report.tracks import Track

_SHOWN = tuple(PERCENTILES.index(percentile) for percentile in (5, 20, 50, 80, 95))
_LEAST_DB = -42.0
_ROW, _HEAD, _GAP = 18.0, 22.0, 12.0
_NARROW_GAP = 22.0
_LEAST_BAR = 8.0
_LABELS = 92.0


def levels(tracks: tuple[Track, ...]) -> Figure:
    """The spread of the level in windows of 50 and of 400 ms, in three bands."""
    views = (
        ("In 50 ms: beats and syllables", [track.short_levels_db for track in tracks]),
        ("In 400 ms: phrases", [track.long_levels_db for track in tracks]),
    )
    low, high = around([rows[:, _SHOWN] for _, spreads in views for rows in spreads], 6.0, 18.0)
    low = max(low, _LEAST_DB)
    tall = 30.0 + len(BANDS) * (_HEAD + len(tracks) * _ROW + _GAP) + 24.0

    def draw(key: str, size: Size) -> Markup:
        pieces = []
        for index, (title, spreads) in enumerate(views):
            pitch = size.width if size.narrow else size.width / 2
            left, top = (0.0, index * (tall + _NARROW_GAP)) if size.narrow else (index * pitch, 0.0)
            x = Axis(low, high, left + _LABELS, left + pitch - 36.0)
            panel = Panel(x, Axis(0.0, 1.0, top + tall - 24.0, top + 30.0), "dB", "")
            grid = x_grid(panel, {mark: decimal(mark, 0) for mark in ticks(low, high, 7)})
            pieces += [text(left, top + 14.0, title, "label"), grid, _bands(panel, left, tracks, spreads)]
        about = "Spread of the level of low, mid and high band around the band's mean; the values follow as a table."
        return picture(key, size, "Level distributions per band", about, *pieces)

    return Figure(
        key="levels",
        title="Level distributions per band",
        note="In dB around each band's own mean. Tick: the median. Thick: the middle 60 % of the time. "
        "Thin: the middle 90 %. Short bars are dense and even, long ones dynamic.",
        legend=(),
        draw=draw,
        table=_table(tracks),
        full=True,
        heights=(tall, 2 * tall + _NARROW_GAP),
    )


def _bands(panel: Panel, left: float, tracks: tuple[Track, ...], spreads: list[np.ndarray]) -> Markup:
    y, pieces = panel.y.end, []
    for index, band in enumerate(BANDS):
        pieces.append(text(left, y + 14.0, f"{band.capitalize()} ({_range(band)})", "tick strong halo"))
        y += _HEAD
        for track, spread in zip(tracks, spreads, strict=True):
            label = track.label.partition(" ")[0]
            pieces.append(text(left, y + 13.0, label))
            pieces.append(_bar(panel.x, y + _ROW / 2, spread[index, _SHOWN], track.kind))
            y += _ROW
        y += _GAP
    return join(*pieces)


def _bar(x: Axis, y: float, quantiles: np.ndarray, kind: str) -> Markup:
    p5, p20, p50, p80, p95 = x(quantiles).tolist()
    width = max(p80 - p20, _LEAST_BAR)
    left = min(p20, (p20 + p80 - width) / 2)
    return join(
        segment(p5, y, p95, y, f"whisker {kind}"),
        tag("rect", x=left, y=y - 5.0, width=width, height=10.0, rx=2.0, class_=f"bar {kind}"),
        segment(p50, y - 7.0, p50, y + 7.0, "median"),
    )


def _range(band: str) -> str:
    low, high = (hertz(corner) for corner in CROSSOVERS_HZ)
    return {"low": f"below {low}", "mid": f"{low} to {high}", "high": f"above {high}"}[band]


def _table(tracks: tuple[Track, ...]) -> Table:
    head = ("Band and window", "Of", *(f"{PERCENTILES[index]} %" for index in _SHOWN))
    rows = []
    for index, band in enumerate(BANDS):
        for window, name in (("50 ms", "short_levels_db"), ("400 ms", "long_levels_db")):
            for track in tracks:
                values = getattr(track, name)[index, _SHOWN].tolist()
                rows.append((f"{band.capitalize()}, {window}", track.label, *(decimal(value) for value in values)))
    return Table("Percentiles of the level in dB around the band's mean", head, tuple(rows))
