"""The style of a piece of audio in about a hundred numbers, differentiable twice.

NumPy arrays give NumPy arrays, JAX arrays JAX's.
"""

import functools
import operator
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Float, Float32, Shaped

from metamaster.arrays import constant, namespace
from metamaster.measure.bands import THIRD_OCTAVE_HZ
from metamaster.measure.filters import sections_response
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

    tone_mid: Float[Any, "29"]
    tone_side: Float[Any, "29"]
    width: Float[Any, "10"]
    """Side over mid per octave."""
    fast: Float[Any, "3 4"]
    """Quantiles of the level in 46 ms, per band."""
    slow: Float[Any, "3 4"]
    """Quantiles of the level in 400 ms, per band."""
    crest: Float[Any, "3"]
    """Fourth-power mean of the 46 ms levels over their mean, per band."""
    loudness_lufs: Float[Any, ""]
    plr_db: Float[Any, ""]
    lra_lu: Float[Any, ""]
    correlation: Float[Any, ""]
    """Of left and right taken to be equally loud: -1 to 1."""


def describe(frames: Frames) -> Style:
    """The style of those frames; quiet passages (10 LU under the rest, as in BS.1770's gate) do not count.

    Silence before and after does not count either, so frames of it may be added to fill a round number.
    """
    xp = namespace(frames.power)
    weighted = k_weighted(frames.power)
    inside = _programme(weighted)
    gate = _gate(weighted, inside)
    mean = xp.einsum("cfb,f->cb", frames.power, gate)
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
        crest=_db(xp.sqrt((relative**2) @ gate)),
        loudness_lufs=loudness,
        plr_db=_peak_db(frames.peak) - loudness,
        lra_lu=_loudness_range(weighted, inside),
        correlation=xp.sum(mean[0] - mean[1]) / xp.sum(mean[0] + mean[1]),
    )


def k_weighted(power: Float[Any, "2 *rows 29"]) -> Float[Any, "*rows"]:
    """The K-weighted power of left and right together (BS.1770), from those of mid and side."""
    return 2.0 * namespace(power).sum(power.sum(axis=0) * _k_weights(), axis=-1)


def _lufs(power: Any) -> Any:
    return -0.691 + _db(power)


def _db(power: Any) -> Any:
    return 10.0 * namespace(power).log10(power + 1e-12)


def _programme(weighted: Any) -> Any:
    """From the first audible frame (by the absolute gate) to the last; everything where nothing is audible."""
    xp = namespace(weighted)
    audible = constant(weighted) > _ABSOLUTE_GATE
    begun, unfinished = xp.cumsum(audible) > 0, xp.cumsum(audible[::-1])[::-1] > 0
    return (begun & unfinished) | ~xp.any(audible)


def _gate(weighted: Any, inside: Any) -> Any:
    """Weights of the frames, summing to one; a choice, not a quantity, so it carries no derivative."""
    xp = namespace(weighted)
    mean = xp.full(_SLOW, 1.0 / _SLOW, dtype=weighted.dtype)
    level = xp.convolve(constant(weighted), mean, mode="same")
    return _share(inside & (level >= _audible_mean(level * inside) * 10.0 ** (-_GATE_LU / 10.0)))


def _audible_mean(level: Any) -> Any:
    xp = namespace(level)
    audible = level > _ABSOLUTE_GATE
    return xp.sum(xp.where(audible, level, 0.0)) / xp.maximum(xp.sum(audible), 1.0)


def _share(chosen: Any) -> Any:
    xp = namespace(chosen)
    return chosen / xp.maximum(xp.sum(chosen), 1.0)


def _peak_db(peak: Any) -> Any:
    """A smooth maximum: a mean of high order, which the single largest frame dominates."""
    xp = namespace(peak)
    largest = xp.max(constant(peak)) + 1e-6
    return 20.0 * xp.log10(largest) + (20.0 / _PEAK_ORDER) * xp.log10(xp.sum((peak / largest) ** _PEAK_ORDER) + 1e-6)


def _moving_mean(rows: Any, width: int) -> Any:
    width = min(width, rows.shape[-1])
    count = rows.shape[-1] - width + 1
    return functools.reduce(operator.add, (rows[..., k : k + count] for k in range(width))) / width


def _whole(inside: Any, width: int) -> Any:
    """Which windows lie inside from end to end."""
    width = min(width, inside.shape[0])
    return inside[: inside.shape[0] - width + 1] & inside[width - 1 :]


def _centre(gate: Any, inside: Any, width: int) -> Any:
    """Weights of the whole windows of that width: those of their middle frames."""
    xp = namespace(gate)
    whole = _whole(inside, width)
    first = (min(width, gate.shape[0]) - 1) // 2
    inner = gate[first : first + whole.shape[0]] * whole
    return inner / xp.maximum(xp.sum(inner), 1e-6)


def _quantiles(rows: Float[Any, "rows frames"], weights: Float[Any, "frames"]) -> Float[Any, "rows 4"]:
    """Weighted quantiles of each row, linear between the samples."""
    xp = namespace(rows)
    order = xp.argsort(constant(rows), axis=-1)
    values = xp.take_along_axis(rows, order, axis=-1)
    share = xp.take_along_axis(xp.broadcast_to(weights, rows.shape), order, axis=-1)
    position = xp.cumsum(share, axis=-1) - 0.5 * share
    wanted = xp.asarray(QUANTILES)
    return xp.stack([xp.interp(wanted, p, v) for p, v in zip(position, values, strict=True)])


def _loudness_range(weighted: Any, inside: Any) -> Any:
    """As EBU Tech 3342: between the 10 % and 95 % quantiles of the gated 3 s loudness."""
    xp = namespace(weighted)
    short_term = _moving_mean(weighted, _SHORT_TERM)
    level = constant(short_term)
    order = xp.argsort(level)
    whole = _whole(inside, _SHORT_TERM)
    share = _share(whole & (level >= _audible_mean(level * whole) * 0.01))[order]
    position = xp.cumsum(share) - 0.5 * share
    low, high = xp.interp(xp.asarray([0.10, 0.95]), position, _db(short_term)[order])
    return high - low


def by_octave(thirds: Shaped[Any, "29"]) -> Shaped[Any, "10 3"]:
    """29 third-octaves, the first at 25 Hz, as 10 octaves, the first of 31.5 Hz; the last has two thirds and a zero."""
    return namespace(thirds).pad(thirds, (0, 1)).reshape(10, 3)


@cache
def _k_weights() -> Float32[np.ndarray, "29"]:
    return sections_response(k_weighting(STYLE_RATE), np.array(THIRD_OCTAVE_HZ), STYLE_RATE).astype(np.float32)


@cache
def _band_sums() -> Float32[np.ndarray, "3 29"]:
    index = np.searchsorted(BAND_EDGES_HZ, THIRD_OCTAVE_HZ)
    return (index[None] == np.arange(3)[:, None]).astype(np.float32)
