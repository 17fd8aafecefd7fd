"""Driving a sound into ffmpeg's limiter until it has a given loudness."""

from pathlib import Path

import numpy as np

from benchmarks.other_software import limit
from benchmarks.treatment import Limiter
from benchmarks.wav import read
from metamaster.learn.evaluation.levels import loudness_lufs

_CLOSE_LU = 0.05
_MOST_PASSES = 8


def driven(sound: Path, lufs: float, limiter: Limiter) -> Path:
    """``sound`` through the limiter, beside it, at ``lufs`` or as near as a few passes get.

    A secant search, because the harder a limiter is driven, the less of a gain comes out as loudness.
    """
    limited = sound.with_name("limited.wav")
    gain_db = lufs - loudness_lufs(*read(sound))
    last_gain_db, last_lufs = 0.0, lufs - gain_db
    for _ in range(_MOST_PASSES):
        limit(sound, gain_db, limiter, limited)
        reached = loudness_lufs(*read(limited))
        if abs(reached - lufs) < _CLOSE_LU or gain_db == last_gain_db:
            break
        slope = float(np.clip((reached - last_lufs) / (gain_db - last_gain_db), 0.2, 1.0))
        last_gain_db, last_lufs = gain_db, reached
        gain_db += (lufs - reached) / slope
    return limited
