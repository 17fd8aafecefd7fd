"""The three-band split, which Pedalboard lacks, with state and in double precision.

Each crossover is a one-pole low-pass and what it leaves (6 dB an octave), so the bands sum to the very samples that
came in. Steeper crossovers, such as Linkwitz-Riley's, sum to an all-pass: flat, but its phase raises the peaks of
finished music by up to 5.8 dB, which the limiter then has to cut again (docs/chain.md).
"""

import math

import numpy as np

from metamaster.chain.layout import highest_corner_hz
from metamaster.chain.pedalboard_renderer.sections import Coefficients, Sections, Signal


class ThreeBands:
    """Low, mid and high band of a channel."""

    def __init__(self, low_hz: float, high_hz: float, sample_rate: int) -> None:
        self._sample_rate = sample_rate
        self._first, self._second = (Sections(_low_pass(hz, sample_rate)) for hz in (low_hz, high_hz))

    def retune(self, low_hz: float, high_hz: float) -> None:
        """Other corners from the next sample on; the state stays."""
        self._first.retune(_low_pass(low_hz, self._sample_rate))
        self._second.retune(_low_pass(high_hz, self._sample_rate))

    def process(self, block: Signal) -> tuple[Signal, Signal, Signal]:
        """The three bands of the next samples."""
        low = self._first.process(block)
        rest = block - low
        mid = self._second.process(rest)
        return low, mid, rest - mid


def _low_pass(freq_hz: float, sample_rate: int) -> Coefficients:
    """A first-order Butterworth low-pass as one section."""
    k = math.tan(math.pi * min(freq_hz, highest_corner_hz(sample_rate)) / sample_rate)
    gain = k / (1.0 + k)
    return np.array([[gain, gain, 0.0, 1.0, (k - 1.0) / (k + 1.0), 0.0]])
