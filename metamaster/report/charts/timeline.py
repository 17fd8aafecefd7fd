"""Loudness over time, and what the limiter takes off below it."""

from typing import NamedTuple

import numpy as np
from jaxtyping import Float64

from metamaster.measure.analysis import Analysis
from metamaster.measure.loudness import SHORT_TERM_S
from metamaster.report.charts.axes import Axis, around, symmetric, ticks, time_ticks
from metamaster.report.charts.figure import Figure
from metamaster.report.charts.panel import Panel, Size, area, line, picture, segment, text, x_grid, y_grid
from metamaster.report.markup import Markup
from metamaster.report.numbers import clock, decimal
from metamaster.report.table import Table
from metamaster.report.tracks import Kind, Track
from metamaster.result import MasterResult

_COLUMNS = 420
_TABLE_ROWS = 16
_REDUCTION_HEIGHT = 84.0
_GAP = 34.0


class Series(NamedTuple):
    """Values over time."""

    seconds: Float64[np.ndarray, " points"]
    values: Float64[np.ndarray, " points"]


def timeline(result: MasterResult, tracks: tuple[Track, ...]) -> Figure:
    """The short-term loudness of mix and master, everyone's integrated loudness, and the limiter's reduction."""
    seconds = result.mix.analysis.duration_s
    series: dict[Kind, Series] = {"mix": _short_term(result.mix.analysis)}
    if result.master is not None:
        series["master"] = _short_term(result.master.analysis)
    reduction = _reduction(result)

    def draw(key: str, size: Size) -> Markup:
        panel, below = _panels(size, seconds, *_range(tracks, series), reduction)
        marks = {at: clock(at) for at in time_ticks(seconds, 6 if size.narrow else 12)}
        labels = {track.kind: track.label for track in tracks}
        pieces = [
            y_grid(panel, ticks(panel.y.low, panel.y.high, 7)),
            x_grid(panel, dict.fromkeys(marks, "") if below else marks),
            *(_integrated(panel, track) for track in tracks),
            panel.group(*(line(panel, *points, kind, labels[kind]) for kind, points in series.items())),
        ]
        if below and reduction:
            pieces += _reduction_drawing(below, reduction, marks)
        about = "Short-term loudness over time, with integrated loudness as flat lines; the values follow as a table."
        return picture(key, size, "Loudness over time", about, *pieces)

    lines = tuple(
        (_line_class(track, series), f"{track.label} {decimal(track.integrated_lufs)} LUFS") for track in tracks
    )
    return Figure(
        key="timeline",
        title="Loudness over time",
        note="Short-term loudness (windows of 3 s) in LUFS. Flat lines: integrated loudness, as in the legend."
        + (" Below: the most that the limiter took off, in dB." if reduction else ""),
        legend=lines,
        draw=draw,
        table=_table(series, reduction, tracks, seconds),
        full=True,
        heights=(400.0, 380.0) if reduction else (320.0, 280.0),
    )


def _line_class(track: Track, series: dict[Kind, Series]) -> str:
    return f"line {track.kind}" if track.kind in series else f"line level {track.kind}"


def _short_term(analysis: Analysis) -> Series:
    loudness = analysis.loudness
    return _thinned(loudness.short_term_s - SHORT_TERM_S / 2, loudness.short_term_lufs, largest=False)


def _reduction(result: MasterResult) -> Series | None:
    delivered = result.delivered
    if delivered is None or not len(delivered.reduction_db):
        return None
    values = delivered.reduction_db.astype(np.float64)
    return _thinned((np.arange(len(values)) + 0.5) * delivered.reduction_step_s, values, largest=True)


def _thinned(seconds: np.ndarray, values: np.ndarray, largest: bool) -> Series:
    """At most 420 points: the mean, or the largest, of each stretch."""
    if len(values) <= _COLUMNS:
        return Series(seconds, values)
    starts = np.linspace(0, len(values), _COLUMNS, endpoint=False).astype(int)
    counts = np.diff(np.append(starts, len(values)))
    reduced = np.maximum.reduceat(values, starts) if largest else np.add.reduceat(values, starts) / counts
    return Series(np.add.reduceat(seconds, starts) / counts, reduced)


def _range(tracks: tuple[Track, ...], series: dict[Kind, Series]) -> tuple[float, float]:
    finite = (shown.values[np.isfinite(shown.values)] for shown in series.values())
    # The very quietest is left out: a fade-out would flatten all that is loud.
    typical = [np.percentile(values, (4, 100)) for values in finite if len(values)]
    integrated = np.array([track.integrated_lufs for track in tracks])
    low, high = around([*typical, integrated], 3.0, 12.0)
    return low, high if high > integrated.max() + 1.0 else high + 3.0


def _panels(
    size: Size, seconds: float, low: float, high: float, reduction: Series | None
) -> tuple[Panel, Panel | None]:
    x = Axis(0.0, max(seconds, 1.0), 44.0, size.width - 12.0)
    bottom = size.height - 28.0
    if reduction is None:
        return Panel(x, Axis(low, high, bottom, 12.0), "s", "LUFS"), None
    middle = bottom - _REDUCTION_HEIGHT
    reach = symmetric([reduction.values], 3.0, 6.0)
    below = Panel(x, Axis(reach, 0.0, bottom, middle), "s", "dB")
    return Panel(x, Axis(low, high, middle - _GAP, 12.0), "s", "LUFS"), below


def _integrated(panel: Panel, track: Track) -> Markup:
    y = panel.y.at(track.integrated_lufs)
    return segment(panel.x.start, y, panel.x.end, y, f"line level {track.kind}")


def _reduction_drawing(panel: Panel, reduction: Series, marks: dict[float, str]) -> list[Markup]:
    return [
        text(panel.x.start, panel.y.end - 8.0, "Limiter reduction, dB", "tick"),
        y_grid(panel, ticks(0.0, panel.y.low, 3)),
        x_grid(panel, marks),
        area(panel, *reduction, 0.0, "reduction"),
        panel.group(line(panel, *reduction, "reduction", "Reduction")),
    ]


def _table(series: dict[Kind, Series], reduction: Series | None, tracks: tuple[Track, ...], seconds: float) -> Table:
    labels = {track.kind: track.label for track in tracks}
    columns = [(f"{labels[kind]}, LUFS", points) for kind, points in series.items()]
    columns += [("Limiter reduction, dB", reduction)] if reduction else []
    rows = tuple(
        (clock(at), *(_nearest(points, at) for _, points in columns))
        for at in (np.arange(_TABLE_ROWS) + 0.5) / _TABLE_ROWS * seconds
    )
    return Table("Loudness over time", ("Time", *(label for label, _ in columns)), rows)


def _nearest(points: Series, at: float) -> str:
    seconds, values = points
    return decimal(float(values[int(np.argmin(np.abs(seconds - at)))]) if len(values) else float("nan"))
