"""Everything that is measured on a file, in one pass over it."""

from dataclasses import dataclass, fields, is_dataclass
from enum import IntEnum
from itertools import chain
from typing import Any

import numpy as np
from jaxtyping import Float32

from metamaster.audio.source import Source
from metamaster.measure.bands import OCTAVE_HZ, THIRD_OCTAVE_HZ, nominal_hz
from metamaster.measure.defects import DefectMeter, Defects
from metamaster.measure.dynamics import BANDS, PEAKS_PER_S, PERCENTILES, BandMeter, Dynamics, dynamics
from metamaster.measure.loudness import HOP_S, MONO_LU, Loudness, LoudnessMeter
from metamaster.measure.spectrum import Spectrum, SpectrumMeter
from metamaster.measure.stereo import CorrelationMeter, StereoImage, stereo_image
from metamaster.measure.true_peak import TruePeak, TruePeakMeter


@dataclass(frozen=True, eq=False)
class Analysis:
    """What a person or a program wants to know about one file; lengths in samples, the rest as each part says."""

    name: str
    sample_rate: int
    channels: int
    frames: int
    loudness: Loudness
    true_peak: TruePeak
    dynamics: Dynamics
    stereo: StereoImage
    spectrum: Spectrum
    defects: Defects

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.frames / self.sample_rate

    @property
    def heard_lufs(self) -> float:
        """Integrated loudness of the programme in two loudspeakers; a mono file plays in both."""
        return self.loudness.integrated_lufs + (MONO_LU if self.channels == 1 else 0.0)

    def to_dict(self) -> dict[str, Any]:
        """Give plain dictionaries, lists, numbers and None (for what is not finite), to six digits, as JSON takes them.

        ``axes`` names what the arrays run over: band centres (nominal), percentiles, the step of the time series.
        """
        axes = {
            "third_octave_hz": [nominal_hz(centre) for centre in THIRD_OCTAVE_HZ],
            "octave_hz": [nominal_hz(centre) for centre in OCTAVE_HZ],
            "bands": list(BANDS),
            "percentiles": list(PERCENTILES),
            "series_hop_s": HOP_S,
        }
        return {**_plain(self), "duration_s": _plain(self.duration_s), "axes": axes}


class Depth(IntEnum):
    """How much is measured, each with all before it; what is not reads as that of silence."""

    LOUDNESS = 0
    SPECTRUM = 1
    PEAKS = 2
    """True peaks, clipping and the broadband correlation."""
    BANDS = 3
    """The dynamics band by band, which are more than half of all the work."""


class Analyser:
    """Streaming analysis of 1 or 2 channels; bounded memory at any length."""

    def __init__(self, sample_rate: int, channels: int, name: str = "", depth: Depth = Depth.BANDS) -> None:
        self._name, self._sample_rate, self._channels = name, sample_rate, channels
        self._frames = 0
        self._loudness = LoudnessMeter(sample_rate, channels)
        self._peak = TruePeakMeter(sample_rate, channels, segments_per_second=PEAKS_PER_S)
        self._bands = BandMeter(sample_rate, channels)
        self._spectrum = SpectrumMeter(sample_rate, channels)
        self._correlation = CorrelationMeter()
        self._defects = DefectMeter(sample_rate, channels)
        by_depth = ([self._loudness], [self._spectrum], [self._peak, self._correlation, self._defects], [self._bands])
        self._fed: list[Any] = list(chain.from_iterable(by_depth[: depth + 1]))

    def add(self, block: Float32[np.ndarray, "channels samples"]) -> None:
        """Take the next samples, full scale ±1."""
        self._frames += block.shape[1]
        for meter in self._fed:
            meter.add(block)

    def result(self) -> Analysis:
        """Analyse everything added so far; more may be added afterwards."""
        loudness, peak = self._loudness.result(), self._peak.result()
        movement = dynamics(loudness, peak, self._bands.result())
        return Analysis(
            name=self._name,
            sample_rate=self._sample_rate,
            channels=self._channels,
            frames=self._frames,
            loudness=loudness,
            true_peak=peak,
            dynamics=movement,
            stereo=stereo_image(self._correlation.result(), self._spectrum.spectra(), self._sample_rate),
            spectrum=self._spectrum.result(),
            defects=self._defects.result(movement.plr_db, peak.segments),
        )


def analyse(source: Source) -> Analysis:
    """Measure a file (1 or 2 channels) in one pass; raises what reading the source raises."""
    analyser = Analyser(source.sample_rate, source.channels, source.name)
    for block in source.blocks():
        analyser.add(block)
    return analyser.result()


def _plain(value: object) -> Any:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, np.ndarray):
        return [_plain(item) for item in value.tolist()]
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        return float(f"{value:.6g}") if np.isfinite(value) else None
    return value
