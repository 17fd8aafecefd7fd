"""The windowed sinc that reads between samples for the true-peak meter, as one matrix over a chunk."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from jaxtyping import Float32, Float64

CHUNK = 32
"""Samples that one row of the matrix product covers."""

TAPS = 48
"""Taps per phase. With the window below the response is flat within 0.01 dB up to 0.46 of the sample rate."""

WINDOW = CHUNK + TAPS
"""Samples that the interpolation of one chunk reads: TAPS/2 before it to TAPS/2 after it."""

_KAISER_BETA = 6.0


@dataclass(frozen=True, eq=False)
class Interpolator:
    """How a window of samples becomes the fine grid over its chunk, and how large that grid can get.

    ``matrix`` maps ``WINDOW`` samples to ``CHUNK * oversampling + 2`` grid values: from one grid step
    before the chunk to the first sample after it, so that each of the chunk's grid points has both its
    neighbours; ``rows`` is its transpose in float64. With X the largest magnitude and D the largest second
    difference of the samples around, every grid value, even refined by a parabola through its neighbours,
    is at most ``by_peak * X`` and at most ``by_line * X + by_curve * D``; the parabola adds at most
    ``by_step * X``.
    """

    oversampling: int
    matrix: Float32[np.ndarray, "window grid"]
    rows: Float64[np.ndarray, "grid window"]
    by_peak: float
    by_line: float
    by_curve: float
    by_step: float


def _phases(oversampling: int) -> Float64[np.ndarray, "phases taps"]:
    """Kaiser-windowed sinc, one row a fraction of a sample, each summing to one (so constants stay)."""
    offset = np.arange(1 - TAPS // 2, TAPS // 2 + 1) - np.arange(oversampling)[:, None] / oversampling
    inside = np.sqrt(np.maximum(0.0, 1.0 - (offset / (TAPS / 2)) ** 2))
    kernel = np.sinc(offset) * np.i0(_KAISER_BETA * inside)
    kernel[0] = offset[0] == 0
    return np.asarray(kernel / kernel.sum(axis=1, keepdims=True))


def _rows(phases: Float64[np.ndarray, "phases taps"]) -> Float64[np.ndarray, "grid window"]:
    oversampling = len(phases)
    rows = np.zeros((CHUNK * oversampling + 2, WINDOW + TAPS))
    for row, grid in enumerate(range(-1, CHUNK * oversampling + 1)):
        sample, phase = divmod(grid, oversampling)
        rows[row, sample + 1 : sample + 1 + TAPS] = phases[phase]
    # The very last row is a sample itself: the taps that hang over the window are all zero.
    return rows[:, :WINDOW]


def curve_bound(phases: Float64[np.ndarray, "phases taps"]) -> tuple[float, float]:
    """How far a phase is from straight-line interpolation: the L1 weight on first and on second differences.

    What is left after the straight line sums to zero, so summing it by parts twice turns it into weights on
    second differences; what a non-zero first moment leaves falls on the first difference in the middle.
    """
    oversampling, middle = len(phases), TAPS // 2 - 1
    fraction = np.arange(oversampling) / oversampling
    rest = phases.copy()
    rest[:, middle] -= 1 - fraction
    rest[:, middle + 1] -= fraction
    once = np.cumsum(rest, axis=1)
    moment = once.sum(axis=1)
    once[:, middle] -= moment
    return float(np.abs(moment).max()), float(np.abs(np.cumsum(once, axis=1)).sum(axis=1).max())


@lru_cache
def interpolator(oversampling: int) -> Interpolator:
    """Make the interpolator to ``oversampling`` (≥ 2) times the sample rate, and its bounds.

    A parabola through three grid values passes the middle one by at most an eighth of its larger step down,
    so each bound is that of a grid value plus an eighth of that of a step.
    """
    phases = _phases(oversampling)
    rows = _rows(phases)
    moment, curve = curve_bound(phases)
    step = float(np.abs(np.diff(rows, axis=0)).sum(axis=1).max())
    return Interpolator(
        oversampling=oversampling,
        matrix=np.ascontiguousarray(rows.T.astype(np.float32)),
        rows=rows,
        by_peak=float(np.abs(rows).sum(axis=1).max()) + step / 8,
        by_line=1 + 2 * moment + (2 / oversampling + 4 * moment) / 8,
        by_curve=curve * (1 + 2 / 8),
        by_step=step / 8,
    )
