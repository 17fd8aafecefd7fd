"""What was done to one of two pieces of a song and not to the other, read from the moments that both have in common.

Two sections of a song differ by what is played in them as well as by what was done to them. But much of what one holds
the other holds too: the same drum, the same chord, the same word. So each moment is matched with the nearest of the
other piece; what the nearest pairs differ by, in the median of each band, was done; it is undone, and moments are
matched again until nothing moves. That is trimmed iterative closest points (Besl and McKay 1992; Chetverikov et al.
2002), the motion being a gain in each band of mid and side, with a Gaussian prior about what was asked for without it.

The numbers were chosen on the free music that the style model learned from and on procedural songs, treated on bands.
"""

from functools import cache
from typing import NamedTuple

import numpy as np
from jaxtyping import Float32, Float64

from metamaster.learn.style_model.model import Piece
from metamaster.style.descriptor import by_octave, k_weighted
from metamaster.style.moments import LEVELS, Moments
from metamaster.style.target import ByAspect

_NEAREST = 0.15
"""Share of the pairs that count."""
_FEWEST_MOMENTS, _FEWEST_PAIRS = 20, 8
_QUIETEST_DB = -60.0
"""A band that is quieter in a moment, against the piece's loudness, tells nothing."""
_MOST_TURNS, _SETTLED_DB = 15, 0.03
_LEVEL_DB, _TONE_DB, _WIDTH_DB, _BAND_DB = 8.0, 1.0, 1.5, 0.3
"""Standard deviations of the prior: of a gain, of what varies smoothly over bands, of the side beside it, of a band."""
_SMOOTH_BANDS, _BLURRED_BANDS = 3.0, 1.5
_DISTANT_MID, _DISTANT_SIDE = 0.07, 0.2
"""Variance of what pairs show, by the square of how far apart they are; the side's beside the mid's."""
_SHARED = 0.5
"""How much of it neighbouring bands have in common."""
_UNKNOWN_DB = 10.0
_USUAL_APART_DB, _TELLING = 4.06, 5.0
"""How far apart says nothing about whether both are one song, and by how much the odds fall as it grows."""
_LEAST = 1e-6
_BANDS = LEVELS // 2

Gains = Float64[np.ndarray, f"{LEVELS}"]
"""In dB, of mid and of side."""
Matrix = Float64[np.ndarray, f"{LEVELS} {LEVELS}"]


class _Seen(NamedTuple):
    """What the nearest pairs still differ by, the variance of that, and how far apart they are."""

    difference: Gains
    variance: Matrix
    apart_db: float


class Alike(NamedTuple):
    """What makes the moments of both alike, and how alike they become."""

    change: ByAspect
    """In tone and width."""
    apart_db: float
    """Distance of the farthest pairs that counted, root mean square over bands; 0 where they are the same."""


def alike_change(mix: Piece, reference: Piece, asked: ByAspect) -> Alike | None:
    """The change that makes the moments of mix and reference alike, about what is ``asked`` for without them.

    None where either has too few.
    """
    if min(len(mix.moments), len(reference.moments)) < _FEWEST_MOMENTS:
        return None
    gains, apart_db = _aligned(mix.moments, reference.moments, _gains_of(asked))
    return Alike(_features_of(gains, mix.moments), apart_db)


def one_song(probability: float, apart_db: float) -> float:
    """How likely two pieces are one song, from how likely it was and how far apart their nearest moments are."""
    bounded = np.clip(probability, _LEAST, 1.0 - _LEAST)
    odds = np.log(bounded / (1.0 - bounded)) - _TELLING * np.log(max(apart_db, _LEAST) / _USUAL_APART_DB)
    return float(1.0 / (1.0 + np.exp(-np.clip(odds, -50.0, 50.0))))


def _aligned(mix: Moments, reference: Moments, asked: Gains) -> tuple[Gains, float]:
    """The gains, and how far apart what counted stays; by every other moment first, which is quicker."""
    gains, _ = _settled(mix[::2], reference[::2], asked, asked)
    return _settled(mix, reference, asked, gains)


def _settled(mix: Moments, reference: Moments, asked: Gains, gains: Gains) -> tuple[Gains, float]:
    prior, apart_db = _prior(), 0.0
    theirs = np.maximum(reference, np.float32(_QUIETEST_DB))
    for _ in range(_MOST_TURNS):
        seen = _seen(np.maximum(mix + gains.astype(np.float32), np.float32(_QUIETEST_DB)), theirs)
        told = gains + seen.difference - asked
        moved = asked + prior @ np.linalg.solve(prior + seen.variance, told)
        settled = np.abs(moved - gains).max() < _SETTLED_DB
        gains, apart_db = moved, seen.apart_db
        if settled:
            break
    return gains, apart_db


def _seen(ours: Moments, theirs: Moments) -> _Seen:
    apart = _apart(ours, theirs)
    to_theirs, to_ours = apart.argmin(axis=1), apart.T.copy().argmin(axis=1)
    pairs = np.concatenate([np.arange(len(ours)), to_ours]), np.concatenate([to_theirs, np.arange(len(theirs))])
    distance = np.maximum(apart[pairs] / LEVELS, 0.0)
    farthest = float(np.quantile(distance, _NEAREST))
    one, other = ours[pairs[0][distance <= farthest]], theirs[pairs[1][distance <= farthest]]
    told = (one > _QUIETEST_DB) & (other > _QUIETEST_DB)
    unknown = np.where(told.sum(axis=0) < _FEWEST_PAIRS, _UNKNOWN_DB**2, 0.01)
    return _Seen(_median(other - one, told), farthest * _spread() + np.diag(unknown), float(np.sqrt(farthest)))


def _apart(ours: Moments, theirs: Moments) -> Float32[np.ndarray, "ours theirs"]:
    """Squared distances, in one product: making sums of the squares beside it would take longer."""
    one, other = np.square(ours).sum(axis=1, keepdims=True), np.square(theirs).sum(axis=1, keepdims=True)
    left = np.concatenate([-2.0 * ours, one, np.ones_like(one)], axis=1)
    right = np.concatenate([theirs, np.ones_like(other), other], axis=1)
    return left @ right.T


def _median(rows: Float32[np.ndarray, "pairs 58"], told: np.ndarray) -> Gains:
    """By column, of what is told; 0 where nothing is."""
    ordered = np.sort(np.where(told, rows, np.inf).T, axis=1)
    count, columns = told.sum(axis=0), np.arange(rows.shape[1])
    low, high = ordered[columns, (count - 1) // 2], ordered[columns, count // 2]
    return np.where(count > 0, 0.5 * (low + high), 0.0).astype(np.float64)


def _gains_of(asked: ByAspect) -> Gains:
    """A change in features as gains; that of an octave's width spread over its bands."""
    octaves = 3.0 * np.arange(len(asked["width"])) + 1.0
    return np.concatenate([asked["tone"], asked["tone"] + np.interp(np.arange(_BANDS), octaves, asked["width"])])


def _features_of(gains: Gains, mix: Moments) -> ByAspect:
    """What gains change in tone and width of a piece with those moments."""
    before = (10.0 ** (mix.astype(np.float64) / 10.0)).mean(axis=0).reshape(2, _BANDS)
    by_band = gains.reshape(2, _BANDS)
    after = before * 10.0 ** (by_band / 10.0)
    return {
        "tone": by_band[0] - 10.0 * np.log10(k_weighted(after) / k_weighted(before)),
        "width": _wider(before, after),
    }


def _wider(before: Float64[np.ndarray, "2 29"], after: Float64[np.ndarray, "2 29"]) -> Float64[np.ndarray, "10"]:
    (mid, side), (mid_after, side_after) = (
        [by_octave(channel).sum(axis=1) for channel in power] for power in (before, after)
    )
    return np.asarray(10.0 * np.log10(side_after * mid / (side * mid_after)))


@cache
def _prior() -> Matrix:
    """Covariance of what may be added to what was asked for."""
    level = _LEVEL_DB**2 * np.ones((_BANDS, _BANDS))
    mid = level + _TONE_DB**2 * _smooth(_SMOOTH_BANDS) + _BAND_DB**2 * np.eye(_BANDS)
    beside = _WIDTH_DB**2 * (0.3 + 0.7 * _smooth(_SMOOTH_BANDS)) + _BAND_DB**2 * np.eye(_BANDS)
    return np.block([[mid, mid], [mid, mid + beside]])


@cache
def _spread() -> Matrix:
    """Covariance of what pairs show that are 1 dB apart."""
    own = (1.0 - _SHARED) * np.eye(_BANDS) + _SHARED * _smooth(_BLURRED_BANDS)
    mid = _DISTANT_MID * own
    return np.block([[mid, mid], [mid, mid + _DISTANT_SIDE * own]])


def _smooth(bands: float) -> Float64[np.ndarray, "29 29"]:
    index = np.arange(_BANDS)
    return np.asarray(np.exp(-0.5 * ((index[:, None] - index) / bands) ** 2))
