"""A model of the chain on band powers instead of samples: what each control does to the frames of a piece of audio.

Equaliser, make-up and widths add in band decibels exactly; compressors and limiter act on frame levels, which is
close enough for a Jacobian. It costs a thousandth of the chain itself, so Gauss-Newton steps take their Jacobian from
it and their residual from the true render: the steps then end where the true chain has its optimum.
"""

import jax
import jax.numpy as jnp
from jax import Array
from jaxtyping import Float

from metamaster.chain.jax_renderer.cascade import Values, slots_response
from metamaster.chain.jax_renderer.envelope import envelope, pole_of
from metamaster.chain.jax_renderer.response import Grid, frequency_grid, three_bands
from metamaster.chain.layout import BANDS, EQ_MID, EQ_SIDE, SIDE_IMAGE, Slots, image_slot_values
from metamaster.measure.bands import THIRD_OCTAVE_HZ
from metamaster.style.frames import FRAME_S, STYLE_RATE, Frames

_FRAME_RATE = 1.0 / FRAME_S
_PEAK_OF_MEAN = 1.4
"""The follower of a compressor sits between the mean and the peaks of a frame: amplitude over root mean square."""


def predict(frames: Frames, values: Values) -> Frames:
    """The frames that the chain would give with those values, from the frames of its input."""
    grid = frequency_grid(jnp.asarray(THIRD_OCTAVE_HZ, jnp.float32), STYLE_RATE)
    trim = 10.0 ** (values["trim.gain_db"] / 20.0)
    eq = jnp.stack([_power_response(slots, grid, values) for slots in (EQ_MID, EQ_SIDE)])
    power = _compress(jnp.asarray(frames.power) * trim**2 * eq[:, None], grid, values)
    growth = jnp.sum(power, axis=(0, 2)) / jnp.sum(frames.power, axis=(0, 2))
    saturated = _saturate(Frames(power, frames.peak * jnp.sqrt(growth)), values)
    before = jnp.sum(saturated.power, axis=(0, 2))
    image = _power_response(SIDE_IMAGE, grid, image_slot_values(values)) * 10.0 ** (values["image.mid_width_db"] / 10.0)
    power = jnp.asarray(saturated.power) * jnp.stack([jnp.ones_like(image), image])[:, None]
    growth = jnp.sum(power, axis=(0, 2)) / before
    return _limit(Frames(power, saturated.peak * jnp.sqrt(growth)), values)


def _power_response(slots: Slots, grid: Grid, values: Values) -> Array:
    return jnp.abs(slots_response(slots, grid, values)) ** 2


def _compress(power: Array, grid: Grid, values: Values) -> Array:
    bands = jnp.stack(three_bands(grid, values["multiband.low_crossover_hz"], values["multiband.high_crossover_hz"]))
    level = jnp.einsum("cfk,bk->fbc", power, jnp.abs(bands) ** 2)
    gain = jnp.stack([_compressor_gain(level[:, k], band, values) for k, band in enumerate(BANDS)])
    return power * jnp.abs(jnp.einsum("bfc,bk->cfk", gain.astype(bands.dtype), bands)) ** 2


def _compressor_gain(level: Float[Array, "frames 2"], band: str, values: Values) -> Float[Array, "frames 2"]:
    def value(name: str) -> Array:
        return values[f"multiband.{band}.{name}"]

    amplitude = _PEAK_OF_MEAN * jnp.sqrt(level)
    poles = (jnp.full(2, pole_of(value(time), _FRAME_RATE)) for time in ("attack_ms", "release_ms"))
    follower = envelope(amplitude, *poles)
    threshold = 10.0 ** (value("threshold_db") / 20.0)
    # A soft corner half a decibel wide: a frame's level stands for samples on both sides of the threshold.
    over_db = 20.0 * jnp.log10(follower / threshold)
    excess_db = jax.nn.softplus(over_db)
    return 10.0 ** (((1.0 / value("ratio") - 1.0) * excess_db + value("makeup_db")) / 20.0)


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
    # Peak hold with a release that is linear in decibels.
    reduction_db = jax.lax.cummax(need_db + ramp) - ramp
    # A frame's gain is only down around its peaks; half of the reduction is what its mean power sees.
    gain_db = drive_db - reduction_db
    return Frames(
        frames.power * 10.0 ** (gain_db / 10.0)[None, :, None], frames.peak * 10.0 ** ((drive_db - need_db) / 20.0)
    )
