"""Loudness and true peak of a whole file, by other code than the product's own meters."""

import warnings

import numpy as np
import pyloudnorm
from numpy.typing import NDArray
from scipy import signal

OVERSAMPLING = 8
_HALF_TAPS = 24
_CHUNK = 65536

Samples = NDArray[np.float32]


def db(power: NDArray[np.float64] | float) -> NDArray[np.float64]:
    """Power ratio in dB; nothing is below -200 dB, so that silence stays finite."""
    return np.asarray(10.0 * np.log10(np.maximum(np.asarray(power, dtype=np.float64), 1e-20)))


def loudness_lufs(samples: Samples, sample_rate: int) -> float:
    """Integrated loudness (ITU-R BS.1770-4 through pyloudnorm) of ``(channels, samples)``; silence reads -70."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        reading = float(pyloudnorm.Meter(sample_rate).integrated_loudness(samples.T.astype(np.float64)))
    return max(reading, -70.0) if np.isfinite(reading) else -70.0


def sample_peak_db(samples: Samples) -> float:
    """Largest absolute sample in dBFS."""
    return float(db(float(np.max(np.abs(samples))) ** 2))


def true_peak_dbtp(samples: Samples) -> float:
    """True peak of ``(channels, samples)`` in dBTP at 8 times oversampling; before and after the file is silence.

    Taken a chunk at a time, from the part of each that the whole interpolator reaches: a cut rings.
    """
    taps = signal.firwin(2 * OVERSAMPLING * _HALF_TAPS + 1, 1.0 / OVERSAMPLING, window=("kaiser", 7.0))
    taps = (taps * OVERSAMPLING).astype(np.float32)
    padded = np.pad(samples, ((0, 0), (_HALF_TAPS, _HALF_TAPS + 1)))
    highest = float(np.max(np.abs(samples)))
    for start in range(0, samples.shape[1], _CHUNK):
        chunk = padded[:, start : start + _CHUNK + 2 * _HALF_TAPS + 1]
        between = signal.upfirdn(taps, chunk, up=OVERSAMPLING, axis=1)
        reached = between[:, taps.size - 1 : (chunk.shape[1] - 1) * OVERSAMPLING + 1]
        highest = max(highest, float(np.max(np.abs(reached))))
    return float(db(highest**2))
