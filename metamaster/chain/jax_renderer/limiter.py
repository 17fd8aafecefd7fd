"""The limiter as a pure function for JAX: the same sound as the streaming one, without its delay.

Which peak governs each step (the hold's maximum, then the winner of the release) is found first, as indices that
carry no gradient; the reduction is then read again from the signal around those peaks alone. So everything that is
differentiated is a gather, a short product, a logarithm and straight lines: exact first derivatives in forward and
in reverse, second ones too, no rule of our own, and little to compute.
"""

import math

import jax.numpy as jnp
from jax import lax
from jaxtyping import Array, Float, Int

from metamaster.chain.interpolator import LOOK_BACK
from metamaster.chain.jax_renderer.peaks import Peaks, highest_peaks, levels_at
from metamaster.chain.limiter_design import MEANS, STEP, LimiterDesign, spline_weights, threshold_db
from metamaster.chain.sliding import doubling_shifts, moving_sum

_DB_PER_NEPER = 20.0 / math.log(10.0)
Scalar = float | int | Float[Array, ""]


def limit(
    audio: Float[Array, "2 samples"],
    sample_rate: int,
    drive_db: Scalar,
    ceiling_db: Scalar,
    release_ms: Scalar,
) -> Float[Array, "2 samples"]:
    """``audio`` driven into a true-peak ceiling; ``sample_rate`` in Hz is static, the rest may be traced.

    ``drive_db`` is the gain before, ``ceiling_db`` in dBTP, ``release_ms`` the time in which the gain recovers 10 dB.
    """
    reduction = reduction_db(audio, sample_rate, threshold_db(drive_db, ceiling_db), release_ms)
    return audio * _linear(jnp.asarray(drive_db, audio.dtype)) * _linear(-reduction)


def reduction_db(
    audio: Float[Array, "2 samples"], sample_rate: int, threshold: Scalar, release_ms: Scalar
) -> Float[Array, " samples"]:
    """The reduction in dB (≥ 0) that each sample gets so that peaks stay at the threshold, in dBTP before the drive."""
    design = LimiterDesign(sample_rate)
    threshold = jnp.asarray(threshold, audio.dtype)
    slope_db = design.slope_db(jnp.asarray(release_ms, audio.dtype))
    samples = audio.shape[1]
    steps = -(-(samples + design.gain_delay_samples) // STEP)
    padded = jnp.pad(audio, ((0, 0), (LOOK_BACK, steps * STEP - samples)))
    windows, ages = _governing(*lax.stop_gradient((padded, threshold, slope_db)), design.hold)
    envelope = _over_db(levels_at(padded, windows), threshold) - slope_db * ages
    envelope = jnp.pad(envelope, (design.look_ahead, 0))
    for _ in range(MEANS):
        envelope = moving_sum(envelope, design.mean)
    points = jnp.stack([envelope[:-2], envelope[1:-1], envelope[2:]], axis=1)
    spline = points @ jnp.asarray(spline_weights() / design.mean**MEANS, audio.dtype)
    return spline.reshape(-1)[design.gain_delay_samples :][:samples]


def _governing(
    padded: Float[Array, "2 padded"], threshold: Float[Array, ""], slope_db: Float[Array, ""], hold: int
) -> tuple[Int[Array, " steps"], Float[Array, " steps"]]:
    """The window around the peak that rules each step, and for how many steps the gain has recovered from it."""
    peaks = _held(highest_peaks(padded, _linear(threshold)), hold)
    winners, ages = _released(_over_db(peaks.level, threshold), slope_db)
    return peaks.window[winners], ages


def _held(peaks: Peaks, width: int) -> Peaks:
    """The highest of each ``width`` successive peaks up to a step's own."""
    # A level below zero never wins over a real one, and each window has its own step's.
    level = jnp.pad(peaks.level, (width - 1, 0), constant_values=-1.0)
    window = jnp.pad(peaks.window, (width - 1, 0))
    for shift in doubling_shifts(width):
        window = jnp.where(level[shift:] >= level[:-shift], window[shift:], window[:-shift])
        level = jnp.maximum(level[shift:], level[:-shift])
    return Peaks(level, window)


def _released(
    needed_db: Float[Array, " steps"], slope_db: Float[Array, ""]
) -> tuple[Int[Array, " steps"], Float[Array, " steps"]]:
    """The step whose need, fallen along the slope since, is largest; and how many steps ago it was."""

    def advance(state: tuple[Array, Array], needed: Array) -> tuple[tuple[Array, Array], Array]:
        highest, age = state
        wins = needed >= highest - slope_db * (age + 1)
        age = jnp.where(wins, 0, age + 1)
        return (jnp.where(wins, needed, highest), age), age

    nothing = jnp.zeros((), needed_db.dtype), jnp.zeros((), jnp.int32)
    ages = lax.scan(advance, nothing, needed_db)[1]
    return jnp.arange(needed_db.size) - ages, ages.astype(needed_db.dtype)


def _over_db(levels: Float[Array, " steps"], threshold_db: Float[Array, ""]) -> Float[Array, " steps"]:
    """By how many dB the levels pass the threshold; zero where they do not."""
    threshold = _linear(lax.stop_gradient(threshold_db))
    over = levels > threshold
    return jnp.where(over, _DB_PER_NEPER * jnp.log(jnp.where(over, levels, threshold)) - threshold_db, 0.0)


def _linear(level_db: Float[Array, "*shape"]) -> Float[Array, "*shape"]:
    return jnp.exp(level_db / _DB_PER_NEPER)
