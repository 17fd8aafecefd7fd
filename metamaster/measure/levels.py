"""Loudness and true peak together: what delivery is judged by, and no more."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32

from metamaster.audio.source import Source
from metamaster.measure.loudness import Loudness, LoudnessMeter
from metamaster.measure.true_peak import TruePeak, TruePeakMeter


@dataclass(frozen=True, eq=False)
class Levels:
    """The loudness and the true peak of a programme."""

    loudness: Loudness
    true_peak: TruePeak


class LevelMeter:
    """Streaming loudness and true peak of 1 or 2 channels."""

    def __init__(self, sample_rate: int, channels: int, peaks_per_second: int = 0) -> None:
        self._loudness = LoudnessMeter(sample_rate, channels)
        self._peak = TruePeakMeter(sample_rate, channels, segments_per_second=peaks_per_second)

    def add(self, block: Float32[np.ndarray, "channels samples"]) -> None:
        """Take the next samples, full scale ±1."""
        self._loudness.add(block)
        self._peak.add(block)

    def result(self) -> Levels:
        """Measure everything added so far; more may be added afterwards."""
        return Levels(self._loudness.result(), self._peak.result())


def measure_levels(source: Source) -> Levels:
    """Measure loudness and true peak in one pass: a quarter of the work of ``analyse``."""
    meter = LevelMeter(source.sample_rate, source.channels)
    for block in source.blocks():
        meter.add(block)
    return meter.result()
