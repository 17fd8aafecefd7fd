"""What each band's compressor does to a level, and where the levels of the mix lie."""

import numpy as np

from metamaster.chain.layout import BANDS
from metamaster.chain.settings import Settings
from metamaster.measure.dynamics import PERCENTILES, BandDynamics
from metamaster.report.charts.axes import Axis, around, ticks
from metamaster.report.charts.figure import Figure
from metamaster.report.charts.panel import Panel, Size, dots, line, picture, text, x_grid, y_grid
from metamaster.report.markup import Markup, join, tag
from metamaster.report.numbers import decimal, hertz, signed
from metamaster.report.table import Table

_LOW_DB, _HIGH_DB = -60.0, 0.0
_MARKS = (-60.0, -40.0, -20.0, 0.0)
_DEEPEST_DB = -18.0
_FROM, _TO = PERCENTILES.index(10), PERCENTILES.index(90)
_NARROW_HEIGHT = 270.0


def compressors(settings: Settings, mix: BandDynamics) -> Figure:
    """The gain of each band's compressor against the level that comes in, make-up included."""
    curves = {band: _curve(settings, band) for band in BANDS}
    gains = np.maximum(np.concatenate([gain for _, gain in curves.values()]), _DEEPEST_DB)
    low, high = around([gains, np.array([-3.0, 3.0])], 3.0, 6.0)

    def draw(key: str, size: Size) -> Markup:
        panels = (_panel(size, index, low, high) for index in range(len(BANDS)))
        pieces = [_band(settings, mix, band, panel) for band, panel in zip(BANDS, panels, strict=True)]
        about = "Gain against input level of the compressor in each band; its settings follow as a table."
        return picture(key, size, "Compression per band", about, *pieces)

    return Figure(
        key="compressors",
        title="Compression per band",
        note="Gain in dB against the level that comes in, make-up included. The dot is the threshold; the shade is "
        "where the band's level lies most of the time (the middle 80 %, before the equaliser).",
        legend=(),
        draw=draw,
        table=_table(settings),
        full=True,
        heights=(270.0, len(BANDS) * _NARROW_HEIGHT),
    )


def _curve(settings: Settings, band: str) -> tuple[np.ndarray, np.ndarray]:
    threshold, makeup = settings[f"multiband.{band}.threshold_db"], settings[f"multiband.{band}.makeup_db"]
    level = np.array([_LOW_DB, threshold, _HIGH_DB])
    return level, makeup + np.maximum(level - threshold, 0.0) * (1.0 / settings[f"multiband.{band}.ratio"] - 1.0)


def _panel(size: Size, index: int, low: float, high: float) -> Panel:
    if size.narrow:
        top, left, right = index * _NARROW_HEIGHT, 44.0, size.width - 16.0
        bottom = top + _NARROW_HEIGHT - 36.0
    else:
        pitch = size.width / len(BANDS)
        top, bottom = 0.0, size.height - 28.0
        left, right = index * pitch + 44.0, (index + 1) * pitch - 20.0
    return Panel(Axis(_LOW_DB, _HIGH_DB, left, right), Axis(low, high, bottom, top + 52.0), "dB", "dB")


def _band(settings: Settings, mix: BandDynamics, band: str, panel: Panel) -> Markup:
    level, gain = _curve(settings, band)
    left, top = panel.x.start, panel.y.end
    return join(
        _shade(panel, settings["trim.gain_db"] + _levels(mix, band)),
        y_grid(panel, ticks(panel.y.low, panel.y.high, 7), zero=True),
        x_grid(panel, {mark: decimal(mark, 0) for mark in _MARKS}),
        text(left, top - 32, f"{band.capitalize()} band", "label"),
        text(left, top - 14, f"{_range(settings, band)} · {_summary(settings, band)}"),
        panel.group(line(panel, level, gain, "master", "Gain")),
        dots(panel, level[1:2], gain[1:2], "master", 3.5),
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
