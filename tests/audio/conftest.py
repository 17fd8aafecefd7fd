"""Signals and files that the audio tests share."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

MakeFile = Callable[..., Path]


def noise(channels: int = 2, samples: int = 44100, peak: float = 0.5, seed: int = 0) -> np.ndarray:
    """Uniform noise of shape (channels, samples)."""
    return np.random.default_rng(seed).uniform(-peak, peak, (channels, samples)).astype(np.float32)


@pytest.fixture
def make_file(tmp_path: Path) -> MakeFile:
    """Writes samples (channels first) with libsndfile, under a name whose suffix says the format."""

    def make(name: str, samples: np.ndarray, sample_rate: int = 44100, **options: object) -> Path:
        path = tmp_path / name
        soundfile.write(path, samples.T, sample_rate, **options)
        return path

    return make
