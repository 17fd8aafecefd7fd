"""The loud moments of a piece: how much of each band mid and side had in each of them."""

import numpy as np
from jaxtyping import Float32

from metamaster.style.descriptor import k_weighted
from metamaster.style.frames import Frames

MOST = 800
"""A longer piece gives so many, evenly spread; 800 are 37 seconds without a gap."""
LEVELS = 58
"""29 bands of mid, then of side."""
_QUIETEST_DB = -12.0
"""Against the mean loudness; what is quieter is no moment."""
_FLOOR = 1e-9

Moments = Float32[np.ndarray, f"_ {LEVELS}"]
"""A row for each."""


def moments_of(frames: Frames) -> Moments:
    """The levels in dB against the mean loudness, a row for each moment that is not quiet, from quiet to loud.

    So they do not tell in what order the moments came, and no music can be made of them again.
    """
    power = np.asarray(frames.power, np.float64)
    loudness = k_weighted(power)
    mean = loudness.mean()
    kept = np.flatnonzero(loudness > mean * 10.0 ** (_QUIETEST_DB / 10.0))
    kept = kept[:: max(1, -(-kept.size // MOST))]
    levels = 10.0 * np.log10(power[:, kept[np.argsort(loudness[kept], kind="stable")]] / mean + _FLOOR)
    return np.concatenate(list(levels), axis=1).astype(np.float32)
