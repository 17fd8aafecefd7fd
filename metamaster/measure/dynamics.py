"""Dynamics: how far peaks stand out of the loudness, and how the level of each band moves."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32, Float64

from metamaster.audio.checks import ABSOLUTE_GATE_LUFS
from metamaster.measure.blocks import pieces
from metamaster.measure.decibels import power_db
from metamaster.measure.filters import StreamingFilter, butterworth
from metamaster.measure.loudness import HOP_S, SHORT_TERM_S, Loudness
from metamaster.measure.segments import Segments, sliding_sums
from metamaster.measure.true_peak import TruePeak

BANDS: tuple[str, ...] = ("low", "mid", "high")
CROSSOVERS_HZ: tuple[float, float] = (160.0, 2800.0)
PERCENTILES: tuple[float, ...] = (1, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 99)
PEAKS_PER_S = round(1 / HOP_S)

_SEGMENTS_PER_S = 20
_LONG_SEGMENTS = 8
_SILENCE = 1e-7
_FLOOR_DB = -100.0
_PSR_GATE_LU = -20.0


@dataclass(frozen=True, eq=False)
class BandDynamics:
    """How the level of each of ``BANDS`` moves.

    ``level_db`` is the mean power of each band over both channels; ``crest_db`` its highest sample against that. The
    two distributions hold ``PERCENTILES`` of the levels in windows of 50 and 400 ms, in dB relative to the band's
    mean power. Stretches below −70 dB over all bands count for none of them; what is silent throughout has a crest of
    0.
    """

    level_db: Float64[np.ndarray, "3"]
    crest_db: Float64[np.ndarray, "3"]
    short_levels_db: Float64[np.ndarray, "3 percentiles"]
    long_levels_db: Float64[np.ndarray, "3 percentiles"]


@dataclass(frozen=True, eq=False)
class Dynamics:
    """Peak to loudness ratios in dB and the movement of the bands.

    ``plr_db`` is true peak minus integrated loudness; ``psr_min_db`` and ``psr_typical_db`` are the least and the
    median of true peak minus loudness in windows of 3 s (those within 20 LU of the integrated loudness). All three
    are +inf where there is no loudness to compare with.
    """

    plr_db: float
    psr_min_db: float
    psr_typical_db: float
    bands: BandDynamics


class BandMeter:
    """Streaming levels and peaks in three bands, split by 4th-order Linkwitz-Riley filters at 160 and 2800 Hz."""

    def __init__(self, sample_rate: int, channels: int) -> None:
        self._filters = [StreamingFilter(sections, channels) for sections in _linkwitz_riley_bands(sample_rate)]
        self._channels = channels
        self._segments = Segments(sample_rate, _SEGMENTS_PER_S, rows=len(BANDS))
        self._segment_frames = sample_rate / _SEGMENTS_PER_S
        self._peaks = np.zeros(len(BANDS))

    def add(self, block: Float32[np.ndarray, "channels samples"]) -> None:
        """Take the next samples of 1 or 2 channels, full scale ±1."""
        for piece in pieces(block):
            bands = np.stack([band(piece) for band in self._filters])
            self._peaks = np.maximum(self._peaks, np.maximum(bands.max(axis=(1, 2)), -bands.min(axis=(1, 2))))
            self._segments.add(np.square(bands, out=bands).sum(axis=1))

    def result(self) -> BandDynamics:
        """Describe everything added so far; more may be added afterwards."""
        short = self._segments.result() / (self._segment_frames * self._channels)
        long = sliding_sums(short, _LONG_SEGMENTS) / _LONG_SEGMENTS
        sounding = short[:, short.sum(axis=0) > _SILENCE]
        level_db = power_db(sounding.mean(axis=1) if sounding.size else np.zeros(len(BANDS)))
        peak_db = np.maximum(power_db(np.square(self._peaks)), level_db)
        return BandDynamics(
            level_db=level_db,
            crest_db=peak_db - level_db,
            short_levels_db=_distribution(sounding, level_db),
            long_levels_db=_distribution(long[:, long.sum(axis=0) > _SILENCE], level_db),
        )


def _linkwitz_riley_bands(sample_rate: int) -> list[Float64[np.ndarray, "sections 6"]]:
    """Low, mid and high: two cascaded Butterworth filters of 2nd order each way at both crossovers."""
    (low, above), (below, high) = (butterworth(corner, sample_rate) for corner in CROSSOVERS_HZ)
    return [np.array(sections) for sections in ([low, low, below, below], [above, above, below, below], [high, high])]


def dynamics(loudness: Loudness, peak: TruePeak, bands: BandDynamics) -> Dynamics:
    """Put peaks and loudness together; ``peak`` must hold the peak of each 0.1 s (``PEAKS_PER_S``)."""
    psr = _psr_db(loudness, peak)
    return Dynamics(
        plr_db=plr_db(peak.dbtp, loudness.integrated_lufs),
        psr_min_db=float(psr.min(initial=np.inf)),
        psr_typical_db=float(np.median(psr)) if len(psr) else np.inf,
        bands=bands,
    )


def plr_db(true_peak_dbtp: float, integrated_lufs: float) -> float:
    """Peak to loudness ratio in dB: +inf where nothing is loud enough to be measured."""
    return true_peak_dbtp - integrated_lufs if np.isfinite(integrated_lufs) else np.inf


def _psr_db(loudness: Loudness, peak: TruePeak) -> Float64[np.ndarray, " windows"]:
    levels = loudness.short_term_lufs
    width = round(SHORT_TERM_S * PEAKS_PER_S)
    if len(peak.segments) < width or not len(levels):
        return np.zeros(0)
    peaks = np.lib.stride_tricks.sliding_window_view(peak.segments, width).max(axis=1)[: len(levels)]
    gate = max(ABSOLUTE_GATE_LUFS, loudness.integrated_lufs + _PSR_GATE_LU)
    loud = levels[: len(peaks)] >= gate
    return np.asarray(power_db(np.square(peaks[loud])) - levels[: len(peaks)][loud])


def _distribution(
    powers: Float64[np.ndarray, "3 windows"], level_db: Float64[np.ndarray, "3"]
) -> Float64[np.ndarray, "3 percentiles"]:
    if not powers.shape[1]:
        return np.zeros((len(BANDS), len(PERCENTILES)))
    percentiles = np.percentile(power_db(powers), PERCENTILES, axis=1).T
    return np.asarray(np.maximum(percentiles - level_db[:, None], _FLOOR_DB))
