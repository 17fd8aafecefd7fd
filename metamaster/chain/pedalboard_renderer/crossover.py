"""The 4th-order Linkwitz-Riley three-band split, which Pedalboard lacks, with state and in double precision.

Low- and high-pass of one crossover sum to an all-pass; the low band passes that of the second crossover, so that the
three bands sum flat. Each band is one cascade: a processor works on a cascade's sections side by side, so four cost
hardly more than one.
"""

import math
from typing import NamedTuple

import numpy as np

from metamaster.chain.layout import highest_corner_hz
from metamaster.chain.pedalboard_renderer.sections import Sections, Signal


class ThreeBands:
    """Low, mid and high band of a channel."""

    def __init__(self, low_hz: float, high_hz: float, sample_rate: int) -> None:
        self._sample_rate = sample_rate
        self._bands = tuple(Sections(band) for band in _cascades(low_hz, high_hz, sample_rate))

    def retune(self, low_hz: float, high_hz: float) -> None:
        """Other corners from the next sample on; the state stays."""
        for band, cascade in zip(self._bands, _cascades(low_hz, high_hz, self._sample_rate), strict=True):
            band.retune(cascade)

    def process(self, block: Signal) -> tuple[Signal, Signal, Signal]:
        """The three bands of the next samples."""
        low, mid, high = (band.process(block) for band in self._bands)
        return low, mid, high


class _Butterworth(NamedTuple):
    """Second-order sections with the same poles: low-pass, high-pass, and the all-pass that both in series sum to."""

    low: list[float]
    high: list[float]
    all: list[float]


def _cascades(low_hz: float, high_hz: float, sample_rate: int) -> tuple[np.ndarray, ...]:
    """The sections of the low, the mid and the high band."""
    first, second = _butterworth(low_hz, sample_rate), _butterworth(high_hz, sample_rate)
    return (
        np.array([first.low, first.low, second.all]),
        np.array([first.high, first.high, second.low, second.low]),
        np.array([first.high, first.high, second.high, second.high]),
    )


def _butterworth(freq_hz: float, sample_rate: int) -> _Butterworth:
    k = math.tan(math.pi * min(freq_hz, highest_corner_hz(sample_rate)) / sample_rate)
    scale = 1.0 / (1.0 + math.sqrt(2.0) * k + k * k)
    a1, a2 = 2.0 * (k * k - 1.0) * scale, (1.0 - math.sqrt(2.0) * k + k * k) * scale
    gain = k * k * scale
    return _Butterworth(
        low=[gain, 2.0 * gain, gain, 1.0, a1, a2],
        high=[scale, -2.0 * scale, scale, 1.0, a1, a2],
        all=[a2, a1, 1.0, 1.0, a1, a2],
    )
