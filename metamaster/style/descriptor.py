"""The style of a piece of audio in about a hundred numbers, differentiable twice."""

import functools
from functools import cache
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np
from jax import Array, lax
from jaxtyping import Float, Float32, Shaped
from scipy.signal import freqz_sos

from metamaster.measure.bands import THIRD_OCTAVE_HZ
from metamaster.measure.loudness import k_weighting
from metamaster.style.frames import FRAME_S, STYLE_RATE, Frames

QUANTILES = (0.10, 0.50, 0.90, 0.97)
BAND_EDGES_HZ = (160.0, 2800.0)
"""Dynamics are described in three bands with these borders, whatever the chain's crossovers are."""

_SLOW = round(0.4 / FRAME_S)
_SHORT_TERM = round(3.0 / FRAME_S)
_GATE_LU = 10.0
_ABSOLUTE_GATE = 1e-7
_PEAK_ORDER = 64.0


class Style(NamedTuple):
    """All levels in dB; ``tone_…`` relative to the loudness, ``fast``, ``slow`` and ``crest`` to their band's mean."""

    tone_mid: Float[Array, "29"]
    tone_side: Float[Array, "29"]
    width: Float[Array, "10"]
    """Side over mid per octave."""
    fast: Float[Array, "3 4"]
    """Quantiles of the level in 46 ms, per band."""
    slow: Float[Array, "3 4"]
    """Quantiles of the level in 400 ms, per band."""
    crest: Float[Array, "3"]
    """Fourth-power mean of the 46 ms levels over their mean, per band."""
    loudness_lufs: Float[Array, ""]
    plr_db: Float[Array, ""]
    lra_lu: Float[Array, ""]
    correlation: Float[Array, ""]
    """Of left and right taken to be equally loud: -1 to 1."""


def describe(frames: Frames) -> Style:
    """The style of those frames; quiet passages (10 LU under the rest, as in BS.1770's gate) do not count.

    Silence before and after does not count either, so frames of it may be added to fill a round number.
    """
    weighted = 2.0 * jnp.sum(frames.power.sum(axis=0) * _k_weights(), axis=-1)
    inside = _programme(weighted)
    gate = _gate(weighted, inside)
    mean = jnp.einsum("cfb,f->cb", frames.power, gate)
    loudness = _lufs(weighted @ gate)
    mid, side = _db(mean)
    bands = _band_sums() @ frames.power.sum(axis=0).T
    relative = bands / (bands @ gate)[:, None]
    return Style(
        tone_mid=mid - loudness,
        tone_side=side - loudness,
        width=_db(by_octave(mean[1]).sum(axis=1)) - _db(by_octave(mean[0]).sum(axis=1)),
        fast=_quantiles(_db(relative), gate),
        slow=_quantiles(_db(_moving_mean(relative, _SLOW)), _centre(gate, inside, _SLOW)),
        crest=_db(jnp.sqrt((relative**2) @ gate)),
        loudness_lufs=loudness,
        plr_db=_peak_db(jnp.asarray(frames.peak)) - loudness,
        lra_lu=_loudness_range(weighted, inside),
        correlation=jnp.sum(mean[0] - mean[1]) / jnp.sum(mean[0] + mean[1]),
    )


def _lufs(power: Array) -> Array:
    return -0.691 + _db(power)


def _db(power: Array) -> Array:
    return 10.0 * jnp.log10(power + 1e-12)


def _programme(weighted: Array) -> Array:
    """From the first audible frame (by the absolute gate) to the last; everything where nothing is audible."""
    audible = lax.stop_gradient(weighted) > _ABSOLUTE_GATE
    begun, unfinished = jnp.cumsum(audible) > 0, jnp.cumsum(audible[::-1])[::-1] > 0
    return (begun & unfinished) | ~jnp.any(audible)


def _gate(weighted: Array, inside: Array) -> Array:
    """Weights of the frames, summing to one; a choice, not a quantity, so it carries no derivative."""
    level = lax.stop_gradient(jnp.convolve(weighted, jnp.full(_SLOW, 1.0 / _SLOW), mode="same"))
    return _share(inside & (level >= _audible_mean(level * inside) * 10.0 ** (-_GATE_LU / 10.0)))


def _audible_mean(level: Array) -> Array:
    audible = level > _ABSOLUTE_GATE
    return jnp.sum(jnp.where(audible, level, 0.0)) / jnp.maximum(jnp.sum(audible), 1.0)


def _share(chosen: Array) -> Array:
    return chosen / jnp.maximum(jnp.sum(chosen), 1.0)


def _peak_db(peak: Array) -> Array:
    """A smooth maximum: a mean of high order, which the single largest frame dominates."""
    largest = lax.stop_gradient(jnp.max(peak)) + 1e-6
    return 20.0 * jnp.log10(largest) + (20.0 / _PEAK_ORDER) * jnp.log10(jnp.sum((peak / largest) ** _PEAK_ORDER) + 1e-6)


def _moving_mean(rows: Array, width: int) -> Array:
    width = min(width, rows.shape[-1])
    count = rows.shape[-1] - width + 1
    return functools.reduce(jnp.add, (rows[..., k : k + count] for k in range(width))) / width


def _whole(inside: Array, width: int) -> Array:
    """Which windows lie inside from end to end."""
    width = min(width, inside.shape[0])
    return inside[: inside.shape[0] - width + 1] & inside[width - 1 :]


def _centre(gate: Array, inside: Array, width: int) -> Array:
    """Weights of the whole windows of that width: those of their middle frames."""
    whole = _whole(inside, width)
    first = (min(width, gate.shape[0]) - 1) // 2
    inner = gate[first : first + whole.shape[0]] * whole
    return inner / jnp.maximum(jnp.sum(inner), 1e-6)


def _quantiles(rows: Float[Array, "rows frames"], weights: Float[Array, "frames"]) -> Float[Array, "rows 4"]:
    """Weighted quantiles of each row, linear between the samples."""
    order = jnp.argsort(lax.stop_gradient(rows), axis=-1)
    values = jnp.take_along_axis(rows, order, axis=-1)
    share = jnp.take_along_axis(jnp.broadcast_to(weights, rows.shape), order, axis=-1)
    position = jnp.cumsum(share, axis=-1) - 0.5 * share
    wanted = jnp.asarray(QUANTILES)
    return jnp.stack([jnp.interp(wanted, p, v) for p, v in zip(position, values, strict=True)])


def _loudness_range(weighted: Array, inside: Array) -> Array:
    """As EBU Tech 3342: between the 10 % and 95 % quantiles of the gated 3 s loudness."""
    short_term = _moving_mean(weighted, _SHORT_TERM)
    level = lax.stop_gradient(short_term)
    order = jnp.argsort(level)
    whole = _whole(inside, _SHORT_TERM)
    share = _share(whole & (level >= _audible_mean(level * whole) * 0.01))[order]
    position = jnp.cumsum(share) - 0.5 * share
    low, high = jnp.interp(jnp.asarray([0.10, 0.95]), position, _db(short_term)[order])
    return high - low


def by_octave(thirds: Shaped[Array, "29"]) -> Shaped[Array, "10 3"]:
    """29 third-octaves, the first at 25 Hz, as 10 octaves, the first of 31.5 Hz; the last has two thirds and a zero."""
    return jnp.pad(thirds, (0, 1)).reshape(10, 3)


@cache
def _k_weights() -> Float32[np.ndarray, "29"]:
    _, response = freqz_sos(k_weighting(STYLE_RATE), worN=THIRD_OCTAVE_HZ, fs=STYLE_RATE)
    return np.asarray(np.abs(response) ** 2, np.float32)


@cache
def _band_sums() -> Float32[np.ndarray, "3 29"]:
    index = np.searchsorted(BAND_EDGES_HZ, THIRD_OCTAVE_HZ)
    return (index[None] == np.arange(3)[:, None]).astype(np.float32)
