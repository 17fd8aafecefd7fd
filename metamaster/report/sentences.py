"""What the chain does, in the words of an engineer: only what can be heard, in the order of the chain."""

import math
from collections.abc import Iterator
from typing import NamedTuple

from metamaster.chain.layout import (
    BANDS,
    EQ_MID,
    EQ_SIDE,
    IMAGE_HIGH_HZ,
    IMAGE_LOW_HZ,
    WORKING_LOUDNESS_LUFS,
    FilterSlot,
)
from metamaster.chain.settings import Settings
from metamaster.report.numbers import decimal, hertz, signed
from metamaster.result import Delivered

AUDIBLE_DB = 0.3
AUDIBLE_RATIO = 1.05
_AUDIBLE_CORNER_HZ = 20.0
_LOUD_DB = -12.0
"""A loud moment at the working loudness: what a compressor takes off there is how much it matters."""
_PEAK = 0.5
"""A peak at the working loudness: what the saturation takes off there is how much it matters."""


class _Effect(NamedTuple):
    """A sentence and how much it matters, in dB."""

    size_db: float
    sentence: str


def sentences(settings: Settings, delivered: Delivered | None) -> tuple[str, ...]:
    """One sentence for each control that is heard (0.3 dB, 1.05:1), in chain order, the largest first in each stage.

    A chain that does nothing gives none. ``delivered`` adds how much the limiter took off.
    """
    stages = (_trim, _equaliser, _multiband, _saturation, _image)
    found = [sorted(stage(settings), key=lambda effect: -effect.size_db) for stage in stages]
    before = tuple(effect.sentence for effects in found for effect in effects)
    return (*before, *_limiter(settings, delivered))


def _trim(settings: Settings) -> Iterator[_Effect]:
    gain = settings["trim.gain_db"]
    if abs(gain) >= AUDIBLE_DB:
        level = decimal(WORKING_LOUDNESS_LUFS, 0)
        yield _Effect(abs(gain), f"Input {signed(gain)} dB, to the chain's working loudness of {level} LUFS.")


def _equaliser(settings: Settings) -> Iterator[_Effect]:
    for side, slots in (("mid", EQ_MID), ("side", EQ_SIDE)):
        for slot in slots:
            yield from _filter(settings, slot, side)


def _filter(settings: Settings, slot: FilterSlot, side: str) -> Iterator[_Effect]:
    freq = settings[f"{slot.prefix}.freq_hz"]
    if slot.kind == "high_pass":
        if freq >= _AUDIBLE_CORNER_HZ:
            yield _Effect(_corner_db(freq), f"High-pass at {hertz(freq)} on {side}, 6 dB per octave.")
        return
    gain = settings[f"{slot.prefix}.gain_db"]
    if abs(gain) < AUDIBLE_DB:
        return
    name = {"low_shelf": "Low shelf", "high_shelf": "High shelf", "peak": "Bell"}[slot.kind]
    quality = f" (Q {decimal(settings[f'{slot.prefix}.q'])})" if slot.kind == "peak" else ""
    yield _Effect(abs(gain), f"{name} {signed(gain)} dB at {hertz(freq)}{quality} on {side}.")


def _corner_db(freq_hz: float) -> float:
    """What a first-order high-pass takes off at 100 Hz: lower there is little side to miss."""
    return 10.0 * math.log10(1.0 + (freq_hz / 100.0) ** 2)


def _multiband(settings: Settings) -> Iterator[_Effect]:
    for band in BANDS:
        ratio, makeup = settings[f"multiband.{band}.ratio"], settings[f"multiband.{band}.makeup_db"]
        threshold = settings[f"multiband.{band}.threshold_db"]
        raised = abs(makeup) >= AUDIBLE_DB
        if ratio > AUDIBLE_RATIO:
            size = max(_LOUD_DB - threshold, 0.0) * (1.0 - 1.0 / ratio)
            after = f", {signed(makeup)} dB make-up" if raised else ""
            text = f"Compression {_ratio(ratio)} above {decimal(threshold, 0)} dB in the {band} band{after}."
            yield _Effect(max(size, abs(makeup)), text)
        elif raised:
            yield _Effect(abs(makeup), f"{band.capitalize()} band {signed(makeup)} dB{_range(settings, band)}.")


def _ratio(ratio: float) -> str:
    return f"{decimal(ratio, 1 if ratio >= 1.15 else 2)}:1"


def _range(settings: Settings, band: str) -> str:
    low, high = (hertz(settings[f"multiband.{which}_crossover_hz"]) for which in ("low", "high"))
    return {"low": f" (below {low})", "mid": f" ({low} to {high})", "high": f" (above {high})"}[band]


def _saturation(settings: Settings) -> Iterator[_Effect]:
    drive, blend = settings["saturation.drive_db"], settings["saturation.blend"]
    driven = _PEAK * 10.0 ** (drive / 20.0)
    size = -20.0 * math.log10(1.0 - blend * (1.0 - math.tanh(driven) / driven))
    if size >= AUDIBLE_DB:
        yield _Effect(size, f"Saturation driven by {decimal(drive)} dB, {decimal(100 * blend, 0)} % blended in.")


def _image(settings: Settings) -> Iterator[_Effect]:
    corner = settings["image.mono_below_hz"]
    if corner >= _AUDIBLE_CORNER_HZ:
        yield _Effect(2.0 * _corner_db(corner), f"Mono below {hertz(corner)}.")
    widths = {band: settings[f"image.{band}_width_db"] for band in BANDS}
    low, high = hertz(IMAGE_LOW_HZ), hertz(IMAGE_HIGH_HZ)
    where = {"low": f"below {low}", "mid": f"from {low} to {high}", "high": f"above {high}"}
    if len({decimal(width) for width in widths.values()}) == 1:
        widths, where = {"mid": widths["mid"]}, {"mid": "throughout"}
    for band, width in widths.items():
        if abs(width) >= AUDIBLE_DB:
            yield _Effect(abs(width), f"Side {signed(width)} dB {where[band]}.")


def _limiter(settings: Settings, delivered: Delivered | None) -> Iterator[str]:
    drive, ceiling = settings["limiter.drive_db"], decimal(settings["limiter.ceiling_db"])
    most = float(delivered.reduction_db.max(initial=0.0)) if delivered else 0.0
    if abs(drive) < AUDIBLE_DB and most < AUDIBLE_DB:
        return
    into = f"Limiter driven by {decimal(drive)} dB" if drive >= 0 else f"Limiter fed {decimal(-drive)} dB lower"
    reduction = f", up to {decimal(most)} dB of reduction" if most >= AUDIBLE_DB else ", no reduction"
    yield f"{into}, ceiling {ceiling} dBTP{reduction if delivered else ''}."
