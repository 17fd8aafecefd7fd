"""What the filters do: each one, and all of them together."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float64

from metamaster.chain.layout import BANDS, EQ_MID, EQ_SIDE, FilterSlot
from metamaster.chain.settings import Settings
from metamaster.report.charts.axes import around, ticks
from metamaster.report.charts.figure import Figure
from metamaster.report.charts.panel import Size, area, dots, frequency_grid, line, picture, y_grid
from metamaster.report.charts.spectra import HIGH_HZ, LOW_HZ, frequency_panel
from metamaster.report.markup import Markup
from metamaster.report.numbers import decimal, hertz, signed
from metamaster.report.responses import image_response_db, slot_response_db
from metamaster.report.table import Table

_POINTS = 160
_LEAST_DB, _DEEPEST_DB = 3.0, -12.0
_SEEN_DB = 0.1
_NAMES = {"low_shelf": "Low shelf", "high_shelf": "High shelf", "peak": "Bell", "high_pass": "High-pass"}

Curve = Float64[np.ndarray, " points"]


@dataclass(frozen=True, eq=False)
class _Part:
    """One filter: what it is called, its settings in words, its curve, and where its dot goes, if it has one."""

    name: str
    setting: str
    curve_db: Curve
    dot: tuple[float, float] | None


def mid_equaliser(settings: Settings, sample_rate: int) -> Figure:
    """The equaliser on the mid."""
    hz = _frequencies(sample_rate)
    parts = _parts(EQ_MID, settings.as_dict(), hz, sample_rate)
    note = "Gain in dB of what both channels have in common. Thin: each filter. Thick: all together."
    return _figure("eq-mid", "Equaliser on mid", note, hz, parts)


def side_equaliser(settings: Settings, sample_rate: int) -> Figure:
    """The equaliser on the side, and the stereo image stage, which filters the side too."""
    hz = _frequencies(sample_rate)
    widths = ", ".join(f"{band} {signed(settings[f'image.{band}_width_db'])} dB" for band in BANDS)
    image = _Part("Stereo image", widths, image_response_db(settings, hz, sample_rate), None)
    parts = (*_parts(EQ_SIDE, settings.as_dict(), hz, sample_rate), image)
    note = (
        "Gain in dB of what differs between the channels. Thin: each filter and the stereo image. Thick: all together."
    )
    return _figure("eq-side", "Equaliser and image on side", note, hz, parts)


def _frequencies(sample_rate: int) -> Curve:
    return np.geomspace(LOW_HZ, min(HIGH_HZ, 0.499 * sample_rate), _POINTS)


def _parts(
    slots: tuple[FilterSlot, ...], values: Mapping[str, float], hz: Curve, sample_rate: int
) -> tuple[_Part, ...]:
    return tuple(_part(slot, values, hz, sample_rate) for slot in slots)


def _part(slot: FilterSlot, values: Mapping[str, float], hz: Curve, sample_rate: int) -> _Part:
    curve, freq = slot_response_db(slot, values, hz, sample_rate), values[f"{slot.prefix}.freq_hz"]
    if slot.kind == "high_pass":
        return _Part(_NAMES[slot.kind], hertz(freq), curve, None)
    gain = values[f"{slot.prefix}.gain_db"]
    setting = f"{signed(gain)} dB at {hertz(freq)}"
    if slot.kind == "peak":
        return _Part(_NAMES["peak"], f"{setting}, Q {decimal(values[f'{slot.prefix}.q'], 2)}", curve, (freq, gain))
    return _Part(_NAMES[slot.kind], setting, curve, (freq, gain / 2.0))


def _figure(key: str, title: str, note: str, hz: Curve, parts: tuple[_Part, ...]) -> Figure:
    total = np.asarray(np.sum([part.curve_db for part in parts], axis=0))
    seen = [part for part in parts if np.abs(part.curve_db).max() >= _SEEN_DB]

    def draw(drawing: str, size: Size) -> Markup:
        low, high = _range([total, *(part.curve_db for part in parts)])
        panel = frequency_panel(size, low, high)
        grid = (y_grid(panel, ticks(low, high, 7), zero=True), frequency_grid(panel, few=True))
        faint = [line(panel, hz, part.curve_db, "faint") for part in seen]
        marks = [dots(panel, *_arrays(part.dot), "master", 3.0) for part in seen if part.dot]
        sum_ = (area(panel, hz, total, 0.0, "master"), panel.group(line(panel, hz, total, "master", "All together")))
        about = f"{title}: the response of all filters together and of each; their settings are listed below."
        return picture(drawing, size, title, about, *grid, *faint, *sum_, *marks)

    return Figure(
        key=key,
        title=title,
        note=note,
        legend=(),
        draw=draw,
        table=Table(title, ("Filter", "Setting"), tuple((part.name, part.setting) for part in parts)),
    )


def _range(curves_db: list[Curve]) -> tuple[float, float]:
    """At least 3 dB each way, at most 12 dB down: a high-pass goes on for ever."""
    low, high = around([np.maximum(curve, _DEEPEST_DB) for curve in curves_db], 3.0, _LEAST_DB)
    return min(low, -_LEAST_DB), max(high, _LEAST_DB)


def _arrays(point: tuple[float, float]) -> tuple[Curve, Curve]:
    return np.array(point[:1]), np.array(point[1:])
