"""The plainest master: a loudness through a limiter, and nothing else."""

import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.driven import driven
from benchmarks.treatment import Limiter
from benchmarks.wav import read, write_float
from metamaster.learn.evaluation.levels import Samples, true_peak_dbtp

CEILING_DBTP = -1.0
LIMITER = Limiter(ceiling_db=CEILING_DBTP, attack_ms=5.0, release_ms=50.0)


def to_loudness(samples: Samples, sample_rate: int, lufs: float) -> Samples:
    """``(2, samples)`` at ``lufs`` or as near as ffmpeg's limiter gets, and never above -1 dBTP.

    That limiter looks at samples, so it is run again with its ceiling lower by what the true peak was over; a last
    plain gain holds the ceiling.
    """
    with tempfile.TemporaryDirectory() as scratch:
        sound = Path(scratch) / "sound.wav"
        write_float(sound, samples, sample_rate)
        master, _ = read(driven(sound, lufs, LIMITER))
        over_db = true_peak_dbtp(master) - CEILING_DBTP
        if over_db > 0.0:
            master, _ = read(driven(sound, lufs, replace(LIMITER, ceiling_db=CEILING_DBTP - over_db)))
    return master * np.float32(10 ** (min(0.0, CEILING_DBTP - true_peak_dbtp(master)) / 20))
