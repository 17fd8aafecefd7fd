"""Powers and amplitudes in decibels, with a floor instead of warnings."""

import numpy as np
from numpy.typing import ArrayLike

FLOOR_DB = -150.0
"""What a power of nothing reads as: below the noise of 24 bits."""


def power_db(power: ArrayLike, floor_db: float = FLOOR_DB) -> np.ndarray:
    """Take 10·log10 of powers (≥ 0), never under ``floor_db``; same shape, float64."""
    return 10 * np.log10(np.maximum(np.asarray(power, np.float64), 10 ** (floor_db / 10)))


def amplitude_db(amplitude: float) -> float:
    """Take 20·log10 of one amplitude (≥ 0): −inf for nothing at all."""
    return float(20 * np.log10(amplitude)) if amplitude > 0 else -np.inf


def ratio_db(above: float, below: float, floor_db: float = -100.0) -> float:
    """Compare two powers in dB, kept within ±``floor_db``; 0 over 0 reads as the floor."""
    if above <= 0:
        return floor_db
    if below <= 0:
        return -floor_db
    return float(np.clip(10 * np.log10(above / below), floor_db, -floor_db))
