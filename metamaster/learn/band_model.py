"""A model of the chain on band powers instead of samples: what each control does to the frames of a piece of audio.

Equaliser, make-up and widths add in band decibels exactly; compressors and limiter act on frame levels, which is
close enough for a Jacobian. It costs a thousandth of the chain itself, so Gauss-Newton steps take their Jacobian from
it and their residual from the true render: the steps then end where the true chain has its optimum.
"""

from collections import defaultdict
from functools import partial
from itertools import chain

import jax
import jax.numpy as jnp
from jax import Array
from jaxtyping import Float, Int

from metamaster.chain.jax_renderer.cascade import Values, slot_values
from metamaster.chain.jax_renderer.envelope import envelope, pole_of
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
)
from metamaster.measure.bands import THIRD_OCTAVE_HZ
from metamaster.style.frames import FRAME_S, STYLE_RATE, Frames

_FRAME_RATE = 1.0 / FRAME_S
_PEAK_OF_MEAN = 1.4
"""The follower of a compressor sits between the mean and the peaks of a frame: amplitude over root mean square."""


def predict(frames: Frames, values: Values) -> Frames:
    """The frames that the chain would give with those values, from the frames of its input."""
    grid = frequency_grid(jnp.asarray(THIRD_OCTAVE_HZ, jnp.float32), STYLE_RATE)
    trim = 10.0 ** (values["trim.gain_db"] / 20.0)
    eq = _power_responses((EQ_MID, EQ_SIDE), grid, values)
    power = _compress(jnp.asarray(frames.power) * trim**2 * eq[:, None], grid, values)
    growth = jnp.sum(power, axis=(0, 2)) / jnp.sum(frames.power, axis=(0, 2))
    saturated = _saturate(Frames(power, frames.peak * jnp.sqrt(growth)), values)
    before = jnp.sum(saturated.power, axis=(0, 2))
    (image,) = _power_responses((SIDE_IMAGE,), grid, image_slot_values(values))
    image = image * 10.0 ** (values["image.mid_width_db"] / 10.0)
    power = jnp.asarray(saturated.power) * jnp.stack([jnp.ones_like(image), image])[:, None]
    growth = jnp.sum(power, axis=(0, 2)) / before
    return _limit(Frames(power, saturated.peak * jnp.sqrt(growth)), values)


def _power_responses(rows: tuple[Slots, ...], grid: Grid, values: Values) -> Float[Array, "rows 29"]:
    """The responses of each row's filters, squared: kind by kind instead of filter by filter, for a small program."""
    by_kind: dict[FilterKind, list[FilterSlot]] = {}
    for slot in chain.from_iterable(rows):
        by_kind.setdefault(slot.kind, []).append(slot)
    found: dict[FilterSlot, list[Array]] = defaultdict(list)
    for kind, slots in by_kind.items():
        settings = [jnp.stack(column) for column in zip(*(slot_values(slot, values) for slot in slots), strict=True)]
        for slot, level in zip(slots, jax.vmap(partial(_log_power, kind, grid))(*settings), strict=True):
            found[slot].append(level)
    return jnp.exp(jnp.stack([sum((found[slot].pop() for slot in row), jnp.zeros(())) for row in rows]))


def _log_power(kind: FilterKind, grid: Grid, freq_hz: Array, gain_db: Array, q: Array) -> Float[Array, "29"]:
    above, below = filter_fraction(kind, grid, freq_hz, gain_db, q)
    return jnp.log((above.real**2 + above.imag**2) / (below.real**2 + below.imag**2))


def _compress(power: Array, grid: Grid, values: Values) -> Array:
    bands = jnp.stack(three_bands(grid, values["multiband.low_crossover_hz"], values["multiband.high_crossover_hz"]))
    level = jnp.einsum("cfk,bk->bfc", power, jnp.abs(bands) ** 2)
    controls = {
        name: jnp.stack([values[f"multiband.{band}.{name}"] for band in BANDS])
        for name in ("threshold_db", "ratio", "attack_ms", "release_ms", "makeup_db")
    }
    gain = jax.vmap(_compressor_gain)(level, controls)
    return power * jnp.abs(jnp.einsum("bfc,bk->cfk", gain.astype(bands.dtype), bands)) ** 2


def _compressor_gain(level: Float[Array, "frames 2"], controls: Values) -> Float[Array, "frames 2"]:
    amplitude = _PEAK_OF_MEAN * jnp.sqrt(level)
    poles = (jnp.full(2, pole_of(controls[time], _FRAME_RATE)) for time in ("attack_ms", "release_ms"))
    follower = envelope(amplitude, *poles)
    threshold = 10.0 ** (controls["threshold_db"] / 20.0)
    # A soft corner half a decibel wide: a frame's level stands for samples on both sides of the threshold.
    over_db = 20.0 * jnp.log10(follower / threshold)
    excess_db = jax.nn.softplus(over_db)
    return 10.0 ** (((1.0 / controls["ratio"] - 1.0) * excess_db + controls["makeup_db"]) / 20.0)


def _saturate(frames: Frames, values: Values) -> Frames:
    amplitude = _PEAK_OF_MEAN * jnp.sqrt(jnp.sum(frames.power, axis=(0, 2)))
    return Frames(
        frames.power * _saturation_gain(amplitude, values)[None, :, None] ** 2,
        frames.peak * _saturation_gain(jnp.asarray(frames.peak), values),
    )


def _saturation_gain(amplitude: Array, values: Values) -> Array:
    driven = amplitude * 10.0 ** (values["saturation.drive_db"] / 20.0) + 1e-6
    return 1.0 - values["saturation.blend"] * (1.0 - jnp.tanh(driven) / driven)


def _limit(frames: Frames, values: Values) -> Frames:
    drive_db, ceiling_db = values["limiter.drive_db"], values["limiter.ceiling_db"]
    over_db = 20.0 * jnp.log10(frames.peak + 1e-6) + drive_db - ceiling_db
    need_db = jax.nn.softplus(2.0 * over_db) / 2.0
    slope = 10.0 * FRAME_S * 1000.0 / values["limiter.release_ms"]
    ramp = slope * jnp.arange(need_db.shape[0])
    # Peak hold with a release that is linear in decibels: which frame rules is a choice and carries no derivative.
    held_db = need_db + ramp
    reduction_db = held_db[_last_highest(held_db)] - ramp
    # A frame's gain is only down around its peaks; half of the reduction is what its mean power sees.
    gain_db = drive_db - reduction_db
    return Frames(
        frames.power * 10.0 ** (gain_db / 10.0)[None, :, None], frames.peak * 10.0 ** ((drive_db - need_db) / 20.0)
    )


def _last_highest(levels: Float[Array, "frames"]) -> Int[Array, "frames"]:
    """For each frame, which one up to it is the highest."""
    levels = jax.lax.stop_gradient(levels)
    index = jnp.arange(levels.shape[0])
    return jax.lax.cummax(jnp.where(levels >= jax.lax.cummax(levels), index, 0))
