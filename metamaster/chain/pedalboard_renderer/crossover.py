"""The 4th-order Linkwitz-Riley three-band split, which Pedalboard lacks, with state and in double precision.

Low- and high-pass of one crossover sum to an all-pass, so the high-pass is that all-pass minus the low-pass: one
second-order section instead of two, and bands that sum flat by construction.
"""

import math

import numpy as np

from metamaster.chain.layout import highest_corner_hz
from metamaster.chain.pedalboard_renderer.sections import Sections, Signal


class Crossover:
    """Splits a channel into a low and a high band."""

    def __init__(self, freq_hz: float, sample_rate: int) -> None:
        self._sample_rate = sample_rate
        self._low = Sections(_low_passes(freq_hz, sample_rate))
        self._all = Sections(_all_pass(freq_hz, sample_rate))

    def retune(self, freq_hz: float) -> None:
        """Another corner from the next sample on; the state stays."""
        self._low.retune(_low_passes(freq_hz, self._sample_rate))
        self._all.retune(_all_pass(freq_hz, self._sample_rate))

    def process(self, block: Signal) -> tuple[Signal, Signal]:
        """Low and high band of the next samples."""
        low = self._low.process(block)
        return low, self._all.process(block) - low


class ThreeBands:
    """Low, mid and high; the low band passes the second crossover's all-pass, so that the three sum flat."""

    def __init__(self, low_hz: float, high_hz: float, sample_rate: int) -> None:
        self._first = Crossover(low_hz, sample_rate)
        self._second = Crossover(high_hz, sample_rate)
        self._align = Sections(_all_pass(high_hz, sample_rate))
        self._sample_rate = sample_rate

    def retune(self, low_hz: float, high_hz: float) -> None:
        """Other corners from the next sample on; the state stays."""
        self._first.retune(low_hz)
        self._second.retune(high_hz)
        self._align.retune(_all_pass(high_hz, self._sample_rate))

    def process(self, block: Signal) -> tuple[Signal, Signal, Signal]:
        """The three bands of the next samples."""
        low, rest = self._first.process(block)
        return (self._align.process(low), *self._second.process(rest))


def _low_passes(freq_hz: float, sample_rate: int) -> np.ndarray:
    """Two second-order Butterworth low-passes, each as one section."""
    k, a1, a2, scale = _butterworth(freq_hz, sample_rate)
    gain = k * k * scale
    return np.array([[gain, 2.0 * gain, gain, 1.0, a1, a2]] * 2)


def _all_pass(freq_hz: float, sample_rate: int) -> np.ndarray:
    _, a1, a2, _ = _butterworth(freq_hz, sample_rate)
    return np.array([[a2, a1, 1.0, 1.0, a1, a2]])


def _butterworth(freq_hz: float, sample_rate: int) -> tuple[float, float, float, float]:
    k = math.tan(math.pi * min(freq_hz, highest_corner_hz(sample_rate)) / sample_rate)
    scale = 1.0 / (1.0 + math.sqrt(2.0) * k + k * k)
    return k, 2.0 * (k * k - 1.0) * scale, (1.0 - math.sqrt(2.0) * k + k * k) * scale, scale
