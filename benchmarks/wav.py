"""Sound in and out of files, by soundfile alone."""

from pathlib import Path

import numpy as np
import soundfile

from metamaster.learn.evaluation.levels import Samples


def read(path: Path) -> tuple[Samples, int]:
    """``(channels, samples)`` as float32, and the sample rate."""
    samples, sample_rate = soundfile.read(path, dtype="float32", always_2d=True)
    return np.ascontiguousarray(samples.T), int(sample_rate)


def write(path: Path, samples: Samples, sample_rate: int) -> None:
    """24-bit WAV, clipped at full scale."""
    soundfile.write(path, np.clip(samples.T, -1.0, 1.0), sample_rate, subtype="PCM_24")


def write_float(path: Path, samples: Samples, sample_rate: int) -> None:
    """32-bit float WAV, for what is on its way through other software."""
    soundfile.write(path, samples.T, sample_rate, subtype="FLOAT")
