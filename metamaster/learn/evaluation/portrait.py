"""Everything that judges a sound; numpy, scipy and pyloudnorm only, none of the code that masters."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import signal

from metamaster.learn.evaluation.levels import Samples, db, loudness_lufs, sample_peak_db, true_peak_dbtp

THIRD_OCTAVES_HZ = 1000.0 * 10.0 ** (np.arange(-16, 13) / 10.0)
OCTAVES_HZ = 1000.0 * 2.0 ** np.arange(-5.0, 5.0)
TWELFTH_OCTAVES_HZ = 1000.0 * 2.0 ** (np.arange(-60, 49) / 12.0)
DYNAMICS_SPLITS_HZ = (200.0, 2500.0)
DYNAMICS_WINDOWS_MS = (50.0, 400.0)
PERCENTILES = (10.0, 50.0, 90.0, 97.0)

SPECTRUM_FLOOR_DB = -80.0
WIDTH_FLOOR_DB = -60.0
LEVEL_FLOOR_DB = -60.0

Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Portrait:
    """What was measured on one stereo sound; levels in dB.

    ``tone_db`` (29,) is relative to a loudness of 0 LUFS of the mid, ``spectrum_db`` (2, 109) and
    ``band_level_db`` (3,) to one of the whole; ``width_db`` (10,) is side over mid; ``levels_db`` (2 windows,
    3 bands, 4 percentiles) is relative to each band's mean power.
    """

    lufs: float
    true_peak_dbtp: float
    crest_db: float
    tone_db: Vector
    width_db: Vector
    spectrum_db: Vector
    band_level_db: Vector
    levels_db: Vector

    @property
    def plr_db(self) -> float:
        """Peak to loudness ratio: true peak minus integrated loudness."""
        return self.true_peak_dbtp - self.lufs


def portrait(samples: Samples, sample_rate: int, true_peak_db: Callable[[Samples], float] = true_peak_dbtp) -> Portrait:
    """Measure ``(2, samples)``; ``true_peak_db`` in place of the oversampling here, which takes most of the time."""
    lufs = loudness_lufs(samples, sample_rate)
    mid, side = 0.5 * (samples[0] + samples[1]), 0.5 * (samples[0] - samples[1])
    mean_square = float(np.mean(np.square(samples, dtype=np.float64)))
    band_level, levels = _level_distribution(samples, sample_rate)
    return Portrait(
        lufs=lufs,
        true_peak_dbtp=true_peak_db(samples),
        crest_db=sample_peak_db(samples) - float(db(mean_square)),
        tone_db=_tone(mid, sample_rate),
        width_db=_width(mid, side, sample_rate),
        spectrum_db=_above_floor(db(band_power(samples, sample_rate, TWELFTH_OCTAVES_HZ, 12)) - lufs),
        band_level_db=band_level - lufs,
        levels_db=levels,
    )


def band_power(samples: Samples, sample_rate: int, centres_hz: Vector, per_octave: int) -> Vector:
    """Mean power in bands ``1 / per_octave`` octave wide around the centres, from a Welch spectrum.

    ``(..., samples)`` gives ``(..., bands)``; a full-scale square wave holds a total of 1 (0 dB).
    """
    frequencies, density = signal.welch(samples, sample_rate, nperseg=16384, scaling="density")
    step = frequencies[1]
    edges = np.concatenate([[0.0], frequencies + 0.5 * step])
    total = np.concatenate([np.zeros((*density.shape[:-1], 1)), np.cumsum(density * step, axis=-1)], axis=-1)
    half_band = 2.0 ** (0.5 / per_octave)
    flat = total.reshape(-1, total.shape[-1])
    power = [
        np.interp(centres_hz * half_band, edges, row) - np.interp(centres_hz / half_band, edges, row) for row in flat
    ]
    return np.array(power, dtype=np.float64).reshape(*density.shape[:-1], len(centres_hz))


def _tone(mid: Samples, sample_rate: int) -> Vector:
    """Third-octave levels at equal loudness of the mid itself, so that a change of width alone is no change of tone."""
    lufs = loudness_lufs(mid[np.newaxis], sample_rate)
    return _above_floor(db(band_power(mid, sample_rate, THIRD_OCTAVES_HZ, 3)) - lufs)


def _above_floor(levels_db: Vector) -> Vector:
    return np.maximum(levels_db, SPECTRUM_FLOOR_DB)


def _width(mid: Samples, side: Samples, sample_rate: int) -> Vector:
    power = [band_power(part, sample_rate, OCTAVES_HZ, 1) for part in (mid, side)]
    return np.clip(db(power[1]) - db(power[0]), WIDTH_FLOOR_DB, -WIDTH_FLOOR_DB)


def _level_distribution(samples: Samples, sample_rate: int) -> tuple[Vector, Vector]:
    """Mean level of three bands, and percentiles of their short-time level relative to that mean."""
    means, distributions = [], []
    for filters in _three_bands(sample_rate):
        band = signal.sosfilt(filters, samples, axis=1)
        power = np.mean(np.square(band, dtype=np.float64), axis=0)
        mean_db = float(db(float(np.mean(power))))
        means.append(mean_db)
        distributions.append([_percentiles(power, sample_rate, ms) - mean_db for ms in DYNAMICS_WINDOWS_MS])
    levels = np.maximum(np.array(distributions).transpose(1, 0, 2), LEVEL_FLOOR_DB)
    return np.array(means), levels


def _three_bands(sample_rate: int) -> list[NDArray[np.float64]]:
    low, high = DYNAMICS_SPLITS_HZ
    return [
        signal.butter(4, low, "lowpass", fs=sample_rate, output="sos"),
        signal.butter(4, (low, high), "bandpass", fs=sample_rate, output="sos"),
        signal.butter(4, high, "highpass", fs=sample_rate, output="sos"),
    ]


def _percentiles(power: Vector, sample_rate: int, window_ms: float) -> Vector:
    """Percentiles, in dB, of the mean power in windows of ``window_ms`` that overlap by half."""
    hop = round(0.0005 * window_ms * sample_rate)
    halves = power[: power.size // hop * hop].reshape(-1, hop).mean(axis=1)
    return np.percentile(db(0.5 * (halves[:-1] + halves[1:])), PERCENTILES)
