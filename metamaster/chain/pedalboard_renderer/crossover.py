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
        self._low = Sections(np.stack([_low_pass(freq_hz, sample_rate)] * 2))
        self._all = _all_pass(freq_hz, sample_rate)

    def process(self, block: Signal) -> tuple[Signal, Signal]:
        """Low and high band of the next samples."""
        low = self._low.process(block)
        return low, self._all.process(block) - low


class ThreeBands:
    """Low, mid and high; the low band passes the second crossover's all-pass, so that the three sum flat."""

    def __init__(self, low_hz: float, high_hz: float, sample_rate: int) -> None:
        self._first = Crossover(low_hz, sample_rate)
        self._second = Crossover(high_hz, sample_rate)
        self._align = _all_pass(high_hz, sample_rate)

    def process(self, block: Signal) -> tuple[Signal, Signal, Signal]:
        """The three bands of the next samples."""
        low, rest = self._first.process(block)
        return (self._align.process(low), *self._second.process(rest))


def _low_pass(freq_hz: float, sample_rate: int) -> np.ndarray:
    """A second-order Butterworth low-pass as one section."""
    k, a1, a2, scale = _butterworth(freq_hz, sample_rate)
    gain = k * k * scale
    return np.array([gain, 2.0 * gain, gain, 1.0, a1, a2])


def _all_pass(freq_hz: float, sample_rate: int) -> Sections:
    _, a1, a2, _ = _butterworth(freq_hz, sample_rate)
    return Sections(np.array([[a2, a1, 1.0, 1.0, a1, a2]]))


def _butterworth(freq_hz: float, sample_rate: int) -> tuple[float, float, float, float]:
    k = math.tan(math.pi * min(freq_hz, highest_corner_hz(sample_rate)) / sample_rate)
    scale = 1.0 / (1.0 + math.sqrt(2.0) * k + k * k)
    return k, 2.0 * (k * k - 1.0) * scale, (1.0 - math.sqrt(2.0) * k + k * k) * scale, scale
