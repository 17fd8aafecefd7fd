"""From a true-peak envelope to the limiter's gain: hold, release, smoothing; streaming and exact in any partition."""

import math

import numpy as np
from jaxtyping import Float32, Int64

from metamaster.chain.limiter_design import MEANS, STEP, LimiterDesign, spline_weights
from metamaster.chain.sliding import doubling_shifts, moving_sum

_QUANTA = 2**16
"""The release counts in quanta, this many to its fall per step: sums of whole numbers are exact."""
_DB_PER_NEPER = 20.0 / math.log(10.0)


class GainReduction:
    """Streams the reduction in dB (≥ 0) that keeps peaks at or below a threshold.

    ``threshold_db`` is in dBTP before any drive: ceiling minus drive; ``release_ms`` the time in which the gain
    recovers 10 dB. Entry i belongs to sample i − ``delay_samples``; it is exactly zero where nothing near passed
    the threshold. Several of these can share one ``TruePeakEnvelope`` whose floor is not above their thresholds.
    """

    def __init__(self, sample_rate: int, threshold_db: float, release_ms: float) -> None:
        self._design = LimiterDesign(sample_rate)
        self.delay_samples = self._design.gain_delay_samples
        self._threshold_db, self._threshold = threshold_db, linear(threshold_db)
        self._slope_db = float(self._design.slope_db(release_ms))
        self._peaks = np.zeros(self._design.hold - 1, dtype=np.float32)
        self._envelope = np.zeros(self._design.look_ahead, dtype=np.float32)
        self._highest = 0
        self._clock = 0

    def retune(self, threshold_db: float, release_ms: float) -> None:
        """Another threshold and release from the next step on; what still recovers does so from where it would be.

        What lay at or below the old threshold is not known, and taken to need no reduction.
        """
        unknown, further_db = self._peaks <= self._threshold, self._threshold_db - threshold_db
        left_db = (self._highest - self._clock * _QUANTA) * self._slope_db / _QUANTA
        self._threshold_db, self._threshold = threshold_db, linear(threshold_db)
        self._slope_db = float(self._design.slope_db(release_ms))
        self._peaks = np.where(unknown, np.minimum(self._peaks, self._threshold), self._peaks)
        self._envelope = np.where(self._envelope > 0.0, np.maximum(self._envelope + further_db, 0.0), 0.0)
        self._envelope = self._envelope.astype(np.float32)
        left_db = max(left_db + further_db, 0.0) if left_db > 0.0 else 0.0
        self._highest = self._clock * _QUANTA + round(left_db * _QUANTA / self._slope_db)

    def process(self, peaks: Float32[np.ndarray, " steps"]) -> Float32[np.ndarray, " samples"]:
        """The reduction in dB for the next steps of the envelope, ``STEP`` samples for each."""
        if not peaks.size:
            return peaks
        held = np.concatenate([self._peaks, peaks])
        self._peaks = held[peaks.size :]
        for shift in doubling_shifts(self._design.hold):
            held = np.maximum(held[:-shift], held[shift:])
        envelope = np.concatenate([self._envelope, self._released(held)])
        self._envelope = envelope[peaks.size :]
        if not envelope.any():
            return np.zeros(peaks.size * STEP, dtype=np.float32)
        for _ in range(MEANS):
            envelope = moving_sum(envelope, self._design.mean)
        weights = (spline_weights() / self._design.mean**MEANS).astype(np.float32)
        oldest, middle, newest = envelope[:-2, None], envelope[1:-1, None], envelope[2:, None]
        spline = oldest * weights[0] + middle * weights[1] + newest * weights[2]
        return np.asarray(spline.reshape(-1))

    def _released(self, held: Float32[np.ndarray, " steps"]) -> Float32[np.ndarray, " steps"]:
        """The running maximum of need + slope·t, less slope·t: a fall along a straight line in dB."""
        ramp = np.arange(self._clock, self._clock + held.size, dtype=np.int64) * _QUANTA
        self._clock += held.size
        lines = self._needed(held) + ramp
        lines[0] = max(int(lines[0]), self._highest)
        highest = np.maximum.accumulate(lines)
        self._highest = int(highest[-1])
        return (highest - ramp).astype(np.float32) * np.float32(self._slope_db / _QUANTA)

    def _needed(self, held: Float32[np.ndarray, " steps"]) -> Int64[np.ndarray, " steps"]:
        over = np.maximum(held / self._threshold, np.float32(1.0))
        return np.rint(np.log(over) * (_DB_PER_NEPER * _QUANTA / np.float64(self._slope_db))).astype(np.int64)


def linear(level_db: float) -> np.float32:
    """A level in dB as an amplitude, rounded in the one way that envelope and gain must share."""
    return np.float32(10.0 ** (level_db / 20.0))
