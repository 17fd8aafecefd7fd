"""What each band's compressor does to a level, and where the levels of the mix lie."""

import numpy as np

from metamaster.chain.layout import BANDS
from metamaster.chain.settings import Settings
from metamaster.measure.dynamics import PERCENTILES, BandDynamics
from metamaster.report.charts.axes import Axis
from metamaster.report.charts.figure import Figure
from metamaster.report.charts.panel import Panel, Size, dots, line, picture, text, x_grid, y_grid
from metamaster.report.markup import Markup, join, tag
from metamaster.report.numbers import decimal, hertz, signed
from metamaster.report.table import Table

_LOW_DB, _HIGH_DB = -60.0, 0.0
_MARKS = (-60.0, -40.0, -20.0, 0.0)
_FROM, _TO = PERCENTILES.index(10), PERCENTILES.index(90)


def compressors(settings: Settings, mix: BandDynamics) -> Figure:
    """The static curve of each band, make-up included."""

    def draw(key: str, size: Size) -> Markup:
        panels = (_panel(size, index) for index in range(len(BANDS)))
        pieces = [_band(settings, mix, band, panel) for band, panel in zip(BANDS, panels, strict=True)]
        about = "Output level against input level of the compressor in each band; settings are listed below."
        return picture(key, size, "Compression per band", about, *pieces)

    return Figure(
        key="compressors",
        title="Compression per band",
        note="Level out against level in, make-up included; thin: unchanged. The dot is the threshold, the shade "
        "where the band's level lies most of the time (the middle 80 %, as the mix comes in).",
        legend=(),
        draw=draw,
        table=_table(settings),
        full=True,
        heights=(330.0, 960.0),
    )


def _panel(size: Size, index: int) -> Panel:
    if size.narrow:
        top, left, right = index * 320.0, 44.0, size.width - 24.0
        bottom = top + 320.0 - 34.0
    else:
        pitch = size.width / len(BANDS)
        top, bottom = 0.0, size.height - 28.0
        left, right = index * pitch + 44.0, (index + 1) * pitch - 20.0
    return Panel(Axis(_LOW_DB, _HIGH_DB, left, right), Axis(_LOW_DB, _HIGH_DB, bottom, top + 48.0), "dB", "dB")


def _band(settings: Settings, mix: BandDynamics, band: str, panel: Panel) -> Markup:
    threshold, makeup = settings[f"multiband.{band}.threshold_db"], settings[f"multiband.{band}.makeup_db"]
    over = np.array([_LOW_DB, threshold, _HIGH_DB])
    after = over + np.maximum(over - threshold, 0.0) * (1.0 / settings[f"multiband.{band}.ratio"] - 1.0) + makeup
    left, top = panel.x.start, panel.y.end
    return join(
        _shade(panel, settings["trim.gain_db"] + _levels(mix, band)),
        y_grid(panel, _MARKS),
        x_grid(panel, {mark: decimal(mark, 0) for mark in _MARKS}),
        text(left, top - 28, f"{band.capitalize()} band", "label"),
        text(left, top - 11, f"{_range(settings, band)} · {_summary(settings, band)}"),
        line(panel, over[[0, -1]], over[[0, -1]], "faint"),
        panel.group(line(panel, over, after, "master", f"{band.capitalize()} band, out")),
        dots(panel, over[1:2], after[1:2], "master", 3.5),
    )


def _levels(mix: BandDynamics, band: str) -> np.ndarray:
    index = BANDS.index(band)
    return np.asarray(mix.level_db[index] + mix.short_levels_db[index, [_FROM, _TO]])


def _shade(panel: Panel, levels_db: np.ndarray) -> Markup:
    low, high = panel.x(levels_db).tolist()
    top, bottom = panel.y.end, panel.y.start
    return tag("rect", x=low, y=top, width=max(high - low, 0.0), height=bottom - top, class_="shade")


def _summary(settings: Settings, band: str) -> str:
    ratio, makeup = settings[f"multiband.{band}.ratio"], settings[f"multiband.{band}.makeup_db"]
    return f"{decimal(ratio, 2)}:1, {signed(makeup)} dB make-up"


def _range(settings: Settings, band: str) -> str:
    low, high = (hertz(settings[f"multiband.{which}_crossover_hz"]) for which in ("low", "high"))
    return {"low": f"below {low}", "mid": f"{low} to {high}", "high": f"above {high}"}[band]


def _table(settings: Settings) -> Table:
    def row(band: str) -> tuple[str, ...]:
        def value(name: str, digits: int) -> str:
            return decimal(settings[f"multiband.{band}.{name}"], digits)

        times = (f"{value('attack_ms', 1)} ms", f"{value('release_ms', 0)} ms")
        makeup = signed(settings[f"multiband.{band}.makeup_db"])
        label = f"{band.capitalize()} ({_range(settings, band)})"
        return (label, f"{value('threshold_db', 1)} dB", f"{value('ratio', 2)}:1", *times, f"{makeup} dB")

    head = ("Band", "Threshold", "Ratio", "Attack", "Release", "Make-up")
    return Table("Compressors", head, tuple(row(band) for band in BANDS))
