"""How wide each octave is."""

import numpy as np

from metamaster.measure.bands import OCTAVE_HZ, nominal_hz
from metamaster.report.charts.axes import around, ticks
from metamaster.report.charts.figure import Figure
from metamaster.report.charts.panel import Size, dots, frequency_grid, line, picture, y_grid
from metamaster.report.charts.spectra import frequency_panel
from metamaster.report.markup import Markup
from metamaster.report.numbers import decimal, hertz
from metamaster.report.table import Table
from metamaster.report.tracks import NO_WIDTH_DB, Aim, Track

_CENTRES = np.array(OCTAVE_HZ)


def width(tracks: tuple[Track, ...], aim: Aim | None) -> Figure:
    """Side over mid per octave."""
    lines = [(track.kind, track.label, track.width_db) for track in tracks]
    if aim is not None:
        lines.append(("target", "Target", np.maximum(aim.width_db, NO_WIDTH_DB)))

    def draw(key: str, size: Size) -> Markup:
        low, high = around([values for _, _, values in lines], 3.0, 12.0)
        panel = frequency_panel(size, low, high)
        grid = (y_grid(panel, ticks(low, high, 7)), frequency_grid(panel, few=True))
        curves = [line(panel, _CENTRES, values, kind, label) for kind, label, values in lines]
        points = [dots(panel, _CENTRES, values, kind, 3.0) for kind, _, values in lines if kind != "target"]
        about = "Level of the side against the mid in ten octaves; higher is wider. The values follow as a table."
        return picture(key, size, "Width per octave", about, *grid, panel.group(*curves), *points)

    rows = tuple(
        (hertz(nominal_hz(hz)), *(decimal(float(values[index])) for _, _, values in lines))
        for index, hz in enumerate(OCTAVE_HZ)
    )
    return Figure(
        key="width",
        title="Width per octave",
        note=f"Side over mid in dB: higher is wider; {decimal(NO_WIDTH_DB, 0)} dB and below is as good as mono.",
        legend=tuple((f"line {kind}", label) for kind, label, _ in lines),
        draw=draw,
        table=Table("Side over mid in dB", ("Octave", *(label for _, label, _ in lines)), rows),
    )
