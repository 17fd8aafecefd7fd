"""Carrying a treatment out on a file: other software does the sound, plain gain or its limiter the level."""

import tempfile
from pathlib import Path

import numpy as np

from benchmarks.driven import driven
from benchmarks.other_software import treat
from benchmarks.treatment import WORKING_LUFS, Treatment
from benchmarks.wav import read, write
from metamaster.learn.evaluation.levels import Samples, loudness_lufs, sample_peak_db

MIX_PEAK_DB = -3.0


def treated(treatment: Treatment, source: Path, target: Path) -> None:
    """Write ``source`` with the treatment at the treatment's loudness, as 24-bit WAV."""
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        sound = Path(scratch) / "treated.wav"
        treat(treatment, source, WORKING_LUFS - loudness_lufs(*read(source)), sound)
        if treatment.limiter is None:
            write(target, *_at(*read(sound), treatment.loudness_lufs))
        else:
            write(target, *read(driven(sound, treatment.loudness_lufs, treatment.limiter)))


def lowered(source: Path, target: Path) -> None:
    """Write ``source`` at the level of an unmastered mix, as 24-bit WAV."""
    write(target, *_at(*read(source), WORKING_LUFS - 2.0))


def _at(samples: Samples, sample_rate: int, lufs: float) -> tuple[Samples, int]:
    """At a loudness by plain gain, or below it where the peak would pass that of a mix."""
    gain_db = min(lufs - loudness_lufs(samples, sample_rate), MIX_PEAK_DB - sample_peak_db(samples))
    return samples * np.float32(10 ** (gain_db / 20)), sample_rate
