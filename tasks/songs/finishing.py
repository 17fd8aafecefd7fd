"""Finishes a record with processors that are not metamaster's chain: shelves, bus compressor, soft clipper."""

from dataclasses import dataclass

import numpy as np
import pyloudnorm
from jaxtyping import Float32
from scipy import signal

from tasks.songs.filters import Section, equalised
from tasks.songs.song import Stereo

OVERSAMPLING = 2
HOP_S = 0.002


@dataclass(frozen=True)
class Finish:
    """How a record is finished: tone, side level, glue, and how loud it ends up under which ceiling."""

    tone: tuple[Section, ...]
    side_tone: tuple[Section, ...]
    threshold_db: float = -8.0
    ratio: float = 2.0
    loudness_lufs: float = -10.0
    ceiling_dbtp: float = -0.6


def finished(mix: Stereo, finish: Finish, sample_rate: int) -> Stereo:
    """The mix as a finished record: near ``loudness_lufs``, the peak at twice the rate at the ceiling."""
    middle = equalised(0.5 * (mix[0] + mix[1]), finish.tone, sample_rate)
    side = equalised(0.5 * (mix[0] - mix[1]), finish.tone + finish.side_tone, sample_rate)
    toned = np.stack([middle + side, middle - side])
    glued = toned * bus_gain(toned, finish.threshold_db, finish.ratio, sample_rate)
    loudness = float(pyloudnorm.Meter(sample_rate).integrated_loudness(glued.T))
    # The clipper takes about one decibel of loudness off again.
    drive_db = finish.loudness_lufs + 1.0 - loudness
    return soft_clipped(glued * np.float32(10.0 ** (drive_db / 20.0)), finish.ceiling_dbtp)


def bus_gain(samples: Stereo, threshold_db: float, ratio: float, sample_rate: int) -> Float32[np.ndarray, " samples"]:
    """Gain of a linked feed-forward RMS compressor with a 6 dB knee; threshold over the programme's RMS."""
    hop = round(HOP_S * sample_rate)
    frames = -(-samples.shape[1] // hop)
    power = np.zeros(frames * hop, dtype=np.float32)
    power[: samples.shape[1]] = np.mean(samples**2, axis=0)
    power = power.reshape(frames, hop).mean(axis=1)
    smooth = signal.lfilter([0.12], [1.0, -0.88], power)
    level_db = 10.0 * np.log10(np.maximum(smooth, 1e-10)) - 10.0 * np.log10(max(float(power.mean()), 1e-10))
    over = np.logaddexp(0.0, (level_db - threshold_db) / 3.0) * 3.0
    reduction_db = signal.lfilter([0.03], [1.0, -0.97], over * (1.0 / ratio - 1.0))
    places = (np.arange(frames) + 0.5) * hop
    gain_db = np.interp(np.arange(samples.shape[1]), places, reduction_db)
    return np.asarray(10.0 ** (gain_db / 20.0), dtype=np.float32)


def soft_clipped(samples: Stereo, ceiling_dbtp: float) -> Stereo:
    """A soft clip at twice the rate, then scaled so that the peak at twice the rate is the ceiling."""
    up = signal.resample_poly(samples, OVERSAMPLING, 1, axis=-1)
    # x / (1 + x^4)^(1/4) is straighter below full scale than a hyperbolic tangent, and needs no power function.
    up /= np.sqrt(np.sqrt(1.0 + np.square(np.square(up))))
    down = signal.resample_poly(up, 1, OVERSAMPLING, axis=-1)
    peak = float(np.abs(signal.resample_poly(down, OVERSAMPLING, 1, axis=-1)).max())
    return np.asarray(down * (10.0 ** (ceiling_dbtp / 20.0) / peak), dtype=np.float32)
