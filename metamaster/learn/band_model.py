"""A model of the chain on band powers instead of samples: what each control does to the frames of a piece of audio.

Equaliser, make-up and widths add in band decibels exactly; compressors and limiter act on frame levels, which is
close enough to adapt by: on 90 trials, masters came no nearer to the true ones where adaptation measured true renders
(docs/results.md). It costs a thousandth of the chain itself.

One formula for NumPy, with or without derivatives (``metamaster/dual.py``), and for JAX.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any

import numpy as np
from jaxtyping import Float

from metamaster.arrays import last_highest, namespace
from metamaster.chain.follower import follow, pole_of
from metamaster.chain.jax_renderer.response import Grid, filter_fraction, frequency_grid, three_bands
from metamaster.chain.layout import (
    BANDS,
    EQ_MID,
    EQ_SIDE,
    SIDE_IMAGE,
    FilterKind,
    FilterSlot,
    Slots,
    image_slot_values,
    slot_values,
)
from metamaster.measure.bands import THIRD_OCTAVE_HZ
from metamaster.style.frames import FRAME_S, STYLE_RATE, Frames

Values = Mapping[str, Any]
"""By dotted name: numbers, or scalars of NumPy or JAX."""

_FRAME_RATE = 1.0 / FRAME_S
_FOLLOWED = 1.15
"""Where the follower of a band's compressor sits: amplitude over the root mean square of a frame."""
_PEAK_OF_MEAN = 1.4
"""The same of the amplitudes that saturation rounds off."""


def predict(frames: Frames, values: Values) -> Frames:
    """The frames that the chain would give with those values, from the frames of its input."""
    grid = frequency_grid(np.array(THIRD_OCTAVE_HZ, np.float32), STYLE_RATE)
    trim = 10.0 ** (values["trim.gain_db"] / 20.0)
    eq = _power_responses((EQ_MID, EQ_SIDE), grid, values)
    power = _compress(frames.power * (trim**2 * eq)[:, None], grid, values)
    growth = power.sum(axis=(0, 2)) / frames.power.sum(axis=(0, 2))
    saturated = _saturate(Frames(power, frames.peak * namespace(growth).sqrt(growth)), values)
    before = saturated.power.sum(axis=(0, 2))
    image = _power_responses(((), SIDE_IMAGE), grid, image_slot_values(values))
    width = 10.0 ** (values["image.mid_width_db"] / 10.0)
    xp = namespace(image, width)
    power = saturated.power * xp.stack([image[0], image[1] * width])[:, None]
    growth = power.sum(axis=(0, 2)) / before
    return _limit(Frames(power, saturated.peak * xp.sqrt(growth)), values)


def _power_responses(rows: tuple[Slots, ...], grid: Grid, values: Values) -> Float[Any, "rows 29"]:
    """The responses of each row's filters, squared: kind by kind, for a small program and few operations."""
    by_kind: dict[FilterKind, list[FilterSlot]] = {}
    for slot in chain.from_iterable(rows):
        by_kind.setdefault(slot.kind, []).append(slot)
    found: dict[FilterSlot, list[Any]] = defaultdict(list)
    for kind, slots in by_kind.items():
        settings = [
            _stacked(column)[:, None] for column in zip(*(slot_values(slot, values) for slot in slots), strict=True)
        ]
        for slot, level in zip(slots, _log_power(kind, grid, *settings), strict=True):
            found[slot].append(level)
    flat = np.zeros(len(THIRD_OCTAVE_HZ), np.float32)
    levels = _stacked([sum((found[slot].pop() for slot in row), start=flat) for row in rows])
    return namespace(levels).exp(levels)


def _log_power(kind: FilterKind, grid: Grid, freq_hz: Any, gain_db: Any, q: Any) -> Float[Any, "filters 29"]:
    above, below = filter_fraction(kind, grid, freq_hz, gain_db, q)
    ratio = (above.real**2 + above.imag**2) / (below.real**2 + below.imag**2)
    return namespace(ratio).log(ratio)


def _compress(power: Float[Any, "2 frames 29"], grid: Grid, values: Values) -> Float[Any, "2 frames 29"]:
    bands = three_bands(grid, values["multiband.low_crossover_hz"], values["multiband.high_crossover_hz"])
    real, imag = _stacked([band.real for band in bands]), _stacked([band.imag for band in bands])
    gain = _compressor_gain(power @ (real**2 + imag**2).T, values)
    return power * ((gain @ real) ** 2 + (gain @ imag) ** 2)


def _compressor_gain(level: Float[Any, "2 frames 3"], values: Values) -> Float[Any, "2 frames 3"]:
    def control(name: str) -> Any:
        return _stacked([values[f"multiband.{band}.{name}"] for band in BANDS])

    xp = namespace(level)
    rows = (_FOLLOWED * xp.sqrt(level)).transpose(1, 0, 2).reshape(-1, 2 * len(BANDS))
    poles = (_twice(pole_of(control(time), _FRAME_RATE)) for time in ("attack_ms", "release_ms"))
    follower = follow(rows, *poles).reshape(-1, 2, len(BANDS)).transpose(1, 0, 2)
    # A soft corner half a decibel wide: a frame's level stands for samples on both sides of the threshold.
    over_db = 20.0 * xp.log10(follower) - control("threshold_db")
    excess_db = xp.logaddexp(over_db, 0.0)
    return 10.0 ** (((1.0 / control("ratio") - 1.0) * excess_db + control("makeup_db")) / 20.0)


def _twice(poles: Float[Any, "3"]) -> Float[Any, "6"]:
    return namespace(poles).concatenate([poles, poles])


def _saturate(frames: Frames, values: Values) -> Frames:
    mean = frames.power.sum(axis=(0, 2))
    amplitude = _PEAK_OF_MEAN * namespace(mean).sqrt(mean)
    return Frames(
        frames.power * _saturation_gain(amplitude, values)[None, :, None] ** 2,
        frames.peak * _saturation_gain(frames.peak, values),
    )


def _saturation_gain(amplitude: Float[Any, "frames"], values: Values) -> Float[Any, "frames"]:
    driven = amplitude * 10.0 ** (values["saturation.drive_db"] / 20.0) + 1e-6
    return 1.0 - values["saturation.blend"] * (1.0 - namespace(driven).tanh(driven) / driven)


def _limit(frames: Frames, values: Values) -> Frames:
    xp = namespace(frames.peak)
    drive_db, ceiling_db = values["limiter.drive_db"], values["limiter.ceiling_db"]
    over_db = 20.0 * xp.log10(frames.peak + 1e-6) + drive_db - ceiling_db
    need_db = xp.logaddexp(2.0 * over_db, 0.0) / 2.0
    slope = 10.0 * FRAME_S * 1000.0 / values["limiter.release_ms"]
    ramp = slope * np.arange(need_db.shape[0], dtype=np.float32)
    # Peak hold with a release that is linear in decibels: which frame rules is a choice and carries no derivative.
    held_db = need_db + ramp
    reduction_db = held_db[last_highest(held_db)] - ramp
    # A frame's gain is only down around its peaks; half of the reduction is what its mean power sees.
    gain_db = drive_db - reduction_db
    return Frames(
        frames.power * 10.0 ** (gain_db / 10.0)[None, :, None], frames.peak * 10.0 ** ((drive_db - need_db) / 20.0)
    )


def _stacked(parts: Iterable[Any]) -> Any:
    single = [np.float32(part) if isinstance(part, float) else part for part in parts]
    return namespace(*single).stack(single)
