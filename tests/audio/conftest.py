"""Signals and files that the audio tests share."""

from collections.abc import Callable, Iterator
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


@pytest.fixture
def small_disk() -> Iterator[int]:
    """No file may grow beyond 64 KiB, as on a disk that is nearly full; gives that limit in bytes."""
    resource = pytest.importorskip("resource", reason="needs file size limits, which Windows lacks")
    limit = 65536
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    yield limit
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
