"""Where a spectrum ends, and whether it ends in a cliff."""

import numpy as np
from jaxtyping import Float64

from metamaster.measure.decibels import power_db

_RANGE_DB = 85.0
_LOWEST_HZ = 20.0

_FIRST_HZ, _STEP_HZ = 10_000.0, 50.0
_HIGHEST_SHARE = 0.93
_NEAR_HZ, _FAR_HZ = 200.0, 700.0
_CLIFF_DB = 24.0


def bandwidth_hz(powers: Float64[np.ndarray, " bins"], bin_hz: float) -> float:
    """Find the highest frequency within 85 dB of the strongest (20 Hz and up); 0 for silence."""
    audible = powers[round(_LOWEST_HZ / bin_hz) :]
    strong = np.flatnonzero(audible > audible.max() * 10 ** (-_RANGE_DB / 10))
    return float((strong[-1] + len(powers) - len(audible)) * bin_hz) if len(strong) else 0.0


def cutoff_hz(powers: Float64[np.ndarray, " bins"], bin_hz: float) -> float | None:
    """Find where the spectrum drops by 24 dB or more within 1.4 kHz, from 10 kHz up; None where it does not.

    Medians on both sides keep a single high tone from looking like an edge. The last 7 % below half the sample rate
    are left out: converters and resamplers end there.
    """
    last = _HIGHEST_SHARE * (len(powers) - 1) * bin_hz
    edges = np.arange(_FIRST_HZ, last, _STEP_HZ)
    if not len(edges):
        return None
    levels = power_db(powers)
    drops = np.array([_median(levels, bin_hz, edge, -1) - _median(levels, bin_hz, edge, +1) for edge in edges])
    steepest = edges[drops >= drops.max() - 1.0]
    return float(np.median(steepest)) if drops.max() >= _CLIFF_DB else None


def _median(levels: Float64[np.ndarray, " bins"], bin_hz: float, edge_hz: float, direction: int) -> float:
    near, far = edge_hz + direction * _NEAR_HZ, edge_hz + direction * _FAR_HZ
    low, high = sorted((near, far))
    return float(np.median(levels[round(low / bin_hz) : round(high / bin_hz)]))
