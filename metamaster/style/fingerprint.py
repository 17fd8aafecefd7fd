"""What a piece of music is made of, whatever its equaliser and its width: how its bands move, not how loud they are.

A fixed gain in a band leaves all of this as it is, so it tells of the content alone: drums, a voice, pads. What a
piece so made usually sounds like, and so what of its sound is style, can be learned from it
(``metamaster/learn/style_model``).
"""

import numpy as np
from jaxtyping import Bool, Float64

from metamaster.style.frames import Frames

_QUANTILES = (0.1, 0.5, 0.9)
_LAGS = (1, 3, 8, 20)
_APART = (1, 3, 6, 12)
_QUIETEST_DB = -30.0
"""Frames that lie further below the piece's mean are silence."""
_STEADY = 1e-3

GROUPS: dict[str, int] = {
    "quantiles_mid": 87,
    "quantiles_side": 87,
    "onsets_mid": 29,
    "onsets_side": 29,
    "loud": 29,
    "quiet": 29,
    "movement_mid": 116,
    "movement_side": 29,
    "neighbours": 94,
    "mid_with_side": 29,
    "mid_with_whole": 29,
    "range_side": 29,
}
"""The parts of a fingerprint, in order, and their sizes."""

Levels = Float64[np.ndarray, "2 frames 29"]
Fingerprint = Float64[np.ndarray, "616"]


def fingerprint(frames: Frames) -> Fingerprint:
    """A piece's fingerprint: the groups one after another, in dB, correlations in tenths."""
    return np.concatenate([group.ravel() for group in _groups(frames)])


def group_bounds() -> tuple[tuple[int, int], ...]:
    """Where each group of a fingerprint begins and ends."""
    ends = np.cumsum(list(GROUPS.values())).tolist()
    return tuple(zip([0, *ends[:-1]], ends, strict=True))


def _groups(frames: Frames) -> tuple[np.ndarray, ...]:
    power = np.asarray(frames.power, np.float64)
    power = power[:, _heard(power)]
    levels = 10.0 * np.log10(power)
    mean = 10.0 * np.log10(power.mean(axis=1))
    moving = levels - levels.mean(axis=1, keepdims=True)
    whole = moving[0].mean(axis=1)
    quantiles = np.quantile(levels, _QUANTILES, axis=1) - mean
    onset = np.maximum(np.diff(levels[0], axis=0, prepend=levels[0, :1]), 0.0).mean(axis=1)
    struck = _mean_of(power, onset >= np.quantile(onset, 0.9)) - mean
    return (
        quantiles[:, 0],
        quantiles[:, 1],
        struck[0],
        struck[1],
        (_mean_of(power, whole >= np.quantile(whole, 0.85)) - mean)[0],
        (_mean_of(power, whole <= np.quantile(whole, 0.25)) - mean)[0],
        np.concatenate([_movement(moving[0], lag) for lag in _LAGS]),
        _movement(moving[1], _LAGS[1]),
        _neighbours(moving[0]),
        _correlation(moving[0], moving[1]),
        _correlation(moving[0], whole[:, None]),
        np.sqrt(np.mean(moving[1] ** 2, axis=0) + _STEADY),
    )


def _heard(power: Levels) -> Bool[np.ndarray, "frames"]:
    whole = power.sum(axis=(0, 2))
    return _or_all(np.asarray(whole >= whole.mean() * 10.0 ** (_QUIETEST_DB / 10.0)))


def _mean_of(power: Levels, chosen: Bool[np.ndarray, "frames"]) -> Float64[np.ndarray, "2 29"]:
    return np.asarray(10.0 * np.log10(power[:, _or_all(chosen)].mean(axis=1)))


def _or_all(chosen: Bool[np.ndarray, "frames"]) -> Bool[np.ndarray, "frames"]:
    """All where nothing is chosen, as of frames that are no numbers: what comes of them is none either, and noticed."""
    return chosen if chosen.any() else np.ones_like(chosen)


def _movement(moving: Float64[np.ndarray, "frames 29"], lag: int) -> Float64[np.ndarray, "29"]:
    lag = min(lag, len(moving) - 1)
    return np.asarray(np.sqrt(np.mean((moving[lag:] - moving[: len(moving) - lag]) ** 2, axis=0)))


def _neighbours(moving: Float64[np.ndarray, "frames 29"]) -> Float64[np.ndarray, "_"]:
    """How bands that lie so many thirds of an octave apart move together."""
    return np.concatenate([_correlation(moving[:, :-apart], moving[:, apart:]) for apart in _APART])


def _correlation(one: np.ndarray, other: np.ndarray) -> Float64[np.ndarray, "_"]:
    scale = np.sqrt((np.mean(one**2, axis=0) + _STEADY) * (np.mean(other**2, axis=0) + _STEADY))
    return np.asarray(10.0 * np.mean(one * other, axis=0) / scale)
