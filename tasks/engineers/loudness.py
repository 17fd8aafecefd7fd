"""Brings a programme in memory to a loudness through metamaster's limiter, in one render."""

from typing import NamedTuple

import numpy as np

from metamaster.chain.pedalboard_renderer.limiter import Limiter
from metamaster.delivery.forecast import STEPS_PER_S, Forecast
from metamaster.errors import SilentInput
from metamaster.measure.loudness import LoudnessMeter, integrated_lufs
from metamaster.measure.true_peak import TruePeakMeter
from tasks.engineers.engineer import Stereo


class Limited(NamedTuple):
    """The limited programme and the drive in dB that it took."""

    audio: Stereo
    drive_db: float


def limited_to(
    audio: Stereo, sample_rate: int, target_lufs: float, ceiling_db: float = -1.0, release_ms: float = 150.0
) -> Limited:
    """The programme at that integrated loudness, or as near as its peaks allow without damage; within about 0.1 LU."""
    forecast = _forecast(audio, sample_rate)
    reachable = min(target_lufs, forecast.loudest_lufs(ceiling_db, release_ms))
    drive_db = forecast.drive_for(reachable, ceiling_db, release_ms)
    limiter = Limiter(sample_rate, drive_db, ceiling_db, release_ms)
    padded = np.pad(audio, ((0, 0), (0, limiter.latency)))
    return Limited(np.ascontiguousarray(limiter.process(padded)[:, limiter.latency :]), drive_db)


def _forecast(audio: Stereo, sample_rate: int) -> Forecast:
    loudness = LoudnessMeter(sample_rate, 2)
    peaks = TruePeakMeter(sample_rate, 2, segments_per_second=STEPS_PER_S)
    loudness.add(audio)
    peaks.add(audio)
    power = loudness.powers(1.0 / STEPS_PER_S, 1.0 / STEPS_PER_S)
    return Forecast(power, peaks.result().segments[: len(power)])


def at_loudness(audio: Stereo, sample_rate: int, target_lufs: float) -> Stereo:
    """The programme at that integrated loudness by gain alone; raises SilentInput for silence."""
    gain_db = target_lufs - loudness_of(audio, sample_rate)
    return np.asarray(audio * np.float32(10.0 ** (gain_db / 20.0)), dtype=np.float32)


def loudness_of(audio: Stereo, sample_rate: int) -> float:
    """Integrated loudness in LUFS; raises SilentInput where everything is below the absolute gate."""
    loudness_lufs = integrated_lufs(audio, sample_rate)
    if not np.isfinite(loudness_lufs):
        raise SilentInput("A song of a task is silent (all of it below -70 LUFS): leave it out.")
    return loudness_lufs
