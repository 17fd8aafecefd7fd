"""Puts a treatment on the frames of a piece: a model of mastering on band powers, a thousand pieces a minute."""

import jax
import jax.numpy as jnp
from jax import Array

from metamaster.chain.jax_renderer.envelope import envelope
from metamaster.style.descriptor import describe
from metamaster.style.frames import FLOOR, FRAME_S, Frames
from tasks.style_learning.treatments import WORKING_LUFS, Treatment

_PEAK_OF_MEAN = 1.4
_LIMITER_PASSES = 3
_CEILING_DB = -1.0
_BODY = 0.6
"""Share of a frame's peak reduction that its mean power sees."""


def treated(frames: Frames, treatment: Treatment) -> Frames:
    """The frames of the piece after that treatment."""
    power, peak = jnp.asarray(frames.power), jnp.asarray(frames.peak)
    gain = 10.0 ** ((WORKING_LUFS - _loudness(power, peak)) / 10.0)
    curves = 10.0 ** (jnp.stack([treatment.mid_db, treatment.side_db]) / 10.0)
    toned = power * gain * curves[:, None]
    peak = peak * jnp.sqrt(jnp.sum(toned, axis=(0, 2)) / jnp.sum(power, axis=(0, 2)))
    reduction_db = _compression_db(toned, treatment)
    power, peak = toned * 10.0 ** (reduction_db / 10.0)[None, :, None], peak * 10.0 ** (reduction_db / 20.0)
    drive_db = treatment.loudness_lufs - _loudness(power, peak)
    for _ in range(_LIMITER_PASSES):
        limited = _limited(power, peak, drive_db, treatment)
        drive_db = drive_db + treatment.loudness_lufs - _loudness(*limited)
    limited = _limited(power, peak, drive_db, treatment)
    return Frames(limited[0] + FLOOR, limited[1])


def _loudness(power: Array, peak: Array) -> Array:
    return describe(Frames(power, peak)).loudness_lufs


def _compression_db(power: Array, treatment: Treatment) -> Array:
    """Of a broadband compressor, or expander where the ratio is below 1, that hears the whole."""
    amplitude = _PEAK_OF_MEAN * jnp.sqrt(jnp.sum(power, axis=(0, 2)))
    poles = (jnp.exp(-FRAME_S * 1000.0 / ms)[None] for ms in (treatment.attack_ms, treatment.release_ms))
    follower = envelope(amplitude[:, None], *poles)[:, 0]
    over_db = jnp.maximum(20.0 * jnp.log10(follower + 1e-9) - treatment.threshold_db, 0.0)
    return (1.0 / treatment.ratio - 1.0) * over_db


def _limited(power: Array, peak: Array, drive_db: Array, treatment: Treatment) -> tuple[Array, Array]:
    over_db = treatment.limits * jnp.maximum(20.0 * jnp.log10(peak + 1e-9) + drive_db - _CEILING_DB, 0.0)
    ramp = 8.7 * FRAME_S * 1000.0 / treatment.limiter_release_ms * jnp.arange(over_db.shape[0])
    held_db = treatment.limits * (jax.lax.cummax(over_db + ramp) - ramp)
    gain_db = drive_db - _BODY * held_db
    return power * 10.0 ** (gain_db / 10.0)[None, :, None], peak * 10.0 ** ((drive_db - over_db) / 20.0)
