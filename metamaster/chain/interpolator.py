"""The interpolator that finds the peaks between the samples: a Kaiser-windowed sinc in eight phases.

Both renderers of the limiter take their taps from here, so they see the same peaks.
"""

from functools import lru_cache

import numpy as np
from jaxtyping import Float32, Float64

from metamaster.measure.interpolator import curve_bound

PHASES = 8
TAPS = 48
LOOK_BACK = TAPS - 1
"""Samples before the newest one that one output needs."""
FUTURE = TAPS // 2
"""Samples after an instant that its interpolation needs."""
KAISER_BETA = 5.0
"""Shape of the window: within 0.04 dB up to 0.46 of the sample rate; a rounder window droops earlier."""


@lru_cache(maxsize=1)
def polyphase_taps() -> Float64[np.ndarray, "phases taps"]:
    """The taps that give the signal at m + phase/PHASES from the samples m − FUTURE + 1 … m + FUTURE.

    Phase 0 is the sample itself, exactly; every phase passes a constant unchanged.
    """
    offsets = np.arange(1 - FUTURE, FUTURE + 1)
    distance = offsets - np.arange(PHASES)[:, None] / PHASES
    taps = np.sinc(distance) * np.i0(KAISER_BETA * np.sqrt(1.0 - (distance / FUTURE) ** 2))
    taps[0] = offsets == 0
    taps /= taps.sum(axis=1, keepdims=True)
    taps.flags.writeable = False
    return taps


@lru_cache(maxsize=1)
def largest_amplification() -> float:
    """How many times its largest sample an interpolated signal can reach: the taps' L1 norm, and room to round."""
    return float(np.abs(polyphase_taps()).sum(axis=1).max()) * (1.0 + 1e-5)


@lru_cache(maxsize=1)
def largest_departure() -> tuple[float, float]:
    """The same told from curvature, far closer on music: times its largest sample, plus times its largest curve.

    A curve is a second difference of the samples; where there is none, the signal runs straight from sample to sample.
    """
    moment, curve = curve_bound(polyphase_taps())
    return (1.0 + 2.0 * moment) * (1.0 + 1e-5), curve * (1.0 + 1e-5)


@lru_cache(maxsize=4)
def framed_taps(row: int) -> Float32[np.ndarray, "phases frame row"]:
    """The taps as a banded matrix for each phase: a frame of LOOK_BACK + row samples times it is a row of outputs.

    Output r of a row is interpolated from the samples r … r + LOOK_BACK of the frame. A matrix product does this
    several times faster than a convolution.
    """
    matrix = np.zeros((PHASES, LOOK_BACK + row, row), dtype=np.float32)
    for output in range(row):
        matrix[:, output : output + TAPS, output] = polyphase_taps()
    matrix.flags.writeable = False
    return matrix
