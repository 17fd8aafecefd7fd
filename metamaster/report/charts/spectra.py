"""Average spectra at equal loudness, and how far they are from what was aimed at."""

import numpy as np
from jaxtyping import Float64

from metamaster.measure.bands import THIRD_OCTAVE_HZ, nominal_hz
from metamaster.report.charts.axes import Axis, around, symmetric, ticks
from metamaster.report.charts.figure import Figure
from metamaster.report.charts.panel import Panel, Size, area, dots, frequency_grid, line, picture, y_grid
from metamaster.report.markup import Markup
from metamaster.report.numbers import decimal, hertz, signed
from metamaster.report.table import Table
from metamaster.report.tracks import Aim, Track, tone_error_db

LOW_HZ, HIGH_HZ = 20.0, 20000.0
_RANGE_DB = 60.0
_CENTRES = np.array(THIRD_OCTAVE_HZ)


def frequency_panel(size: Size, low_db: float, high_db: float) -> Panel:
    """A panel over 20 Hz to 20 kHz that leaves room for labels at the left and below."""
    x = Axis(LOW_HZ, HIGH_HZ, 44.0, size.width - 12.0, log=True)
    return Panel(x, Axis(low_db, high_db, size.height - 28.0, 12.0), "Hz", "dB")


def spectra(tracks: tuple[Track, ...]) -> Figure:
    """The average spectrum of each track in twelfth-octaves."""

    def draw(key: str, size: Size) -> Markup:
        low, high = _spectrum_range(tracks)
        panel = frequency_panel(size, low, high)
        lines = (line(panel, track.curve_hz, track.curve_db, track.kind, track.label) for track in tracks)
        grid = (y_grid(panel, ticks(low, high, 8)), frequency_grid(panel, size.narrow))
        about = f"Average spectra at equal loudness: {_listed(tracks)}; the values follow as a table."
        return picture(key, size, "Spectra", about, *grid, panel.group(*lines))

    rows = tuple(
        (hertz(nominal_hz(hz)), *(_level_at(track, hz) for track in tracks)) for hz in THIRD_OCTAVE_HZ if hz >= LOW_HZ
    )
    return Figure(
        key="spectra",
        title="Spectra",
        note="Average level per twelfth of an octave, in dB at equal loudness: what differs here is tone, not level.",
        legend=tuple((f"line {track.kind}", track.label) for track in tracks),
        draw=draw,
        table=Table("Average spectrum in dB", ("Frequency", *(track.label for track in tracks)), rows),
        full=True,
        heights=(360.0, 300.0),
    )


def distance(tracks: tuple[Track, ...], aim: Aim) -> Figure:
    """How far mix and master are from the tone that was aimed at, in third-octaves."""
    shown = tuple(track for track in tracks if track.kind in ("mix", "master"))
    apart = {track: np.asarray(track.tone_db - aim.tone_db) for track in shown}

    def draw(key: str, size: Size) -> Markup:
        reach = symmetric([apart[track] for track in shown], 2.0, 4.0)
        panel = frequency_panel(size, -reach, reach)
        grid = (y_grid(panel, ticks(-reach, reach, 7), zero=True), frequency_grid(panel, few=True))
        fill = [area(panel, *_known(apart[track]), 0.0, "master") for track in shown if track.kind == "master"]
        lines = [line(panel, _CENTRES, apart[track], track.kind, track.label) for track in shown]
        points = [dots(panel, _CENTRES, apart[track], track.kind, 2.2) for track in shown]
        about = f"Distance of {_listed(shown)} from the target in third-octaves; zero is on target."
        return picture(key, size, "Distance from the target", about, *grid, *fill, panel.group(*lines), *points)

    errors = (f"{track.label.lower()} {decimal(tone_error_db(track.tone_db, aim.tone_db))} dB" for track in shown)
    centres = zip(THIRD_OCTAVE_HZ, np.stack(list(apart.values())).T, strict=True)
    rows = tuple((hertz(nominal_hz(hz)), *(signed(value) for value in values)) for hz, values in centres)
    return Figure(
        key="distance",
        title="Distance from the target",
        note=f"Tone minus target per third of an octave; zero is on target. On average: {', '.join(errors)}.",
        legend=tuple((f"line {track.kind}", track.label) for track in shown),
        draw=draw,
        table=Table("Distance from the target in dB", ("Frequency", *(track.label for track in shown)), rows),
    )


def _known(levels_db: Float64[np.ndarray, "29"]) -> tuple[np.ndarray, np.ndarray]:
    known = np.isfinite(levels_db)
    return _CENTRES[known], levels_db[known]


def _spectrum_range(tracks: tuple[Track, ...]) -> tuple[float, float]:
    audible = np.concatenate([track.curve_db[(track.curve_hz >= 30.0)] for track in tracks])
    low, high = around([audible], 10.0, 30.0)
    return max(low, high - _RANGE_DB), high


def _level_at(track: Track, hz: float) -> str:
    nearest = int(np.argmin(np.abs(np.log(track.curve_hz / hz))))
    inside = abs(np.log(track.curve_hz[nearest] / hz)) < 0.01
    return decimal(float(track.curve_db[nearest]) if inside else float("nan"))


def _listed(tracks: tuple[Track, ...]) -> str:
    return ", ".join(track.label.lower() for track in tracks)
