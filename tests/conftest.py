"""Fixtures that every room's tests may use: folders, and short music made here."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import soundfile

from metamaster.measure.loudness import integrated_lufs
from tasks.songs.demo import demo_mix, demo_reference

REPOSITORY = Path(__file__).resolve().parent.parent
RATE = 44100


def pytest_configure(config: pytest.Config) -> None:
    """Keeps compiled programs between runs, in this process and in those that tests start.

    Each worker has a folder of its own: JAX does not expect another process to write the same program.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    folder = config.cache.mkdir(f"metamaster-{worker}")
    os.environ["METAMASTER_CACHE"] = str(folder)
    os.environ["JAX_COMPILATION_CACHE_DIR"] = str(folder / "jax")
    os.environ["JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS"] = "0.3"


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder of real music and ground truth beside the checkout; tests that need it skip without it."""
    folder = REPOSITORY.parent / "shared"
    if not folder.is_dir():
        pytest.skip("needs the shared/ folder of real music and ground truth beside the checkout")
    return folder


@dataclass(frozen=True)
class Clip:
    """Some seconds of music at 44.1 kHz, in memory and in a file (32-bit float WAV)."""

    samples: np.ndarray
    path: Path


@pytest.fixture(scope="session")
def music_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the clips lie; tests write elsewhere."""
    return tmp_path_factory.mktemp("music")


@pytest.fixture(scope="session")
def mix(music_dir: Path) -> Clip:
    """Twelve seconds of an unmastered song, about −20 LUFS."""
    return _clip(demo_mix().mix[:, 20 * RATE : 32 * RATE], music_dir / "mix.wav")


@pytest.fixture(scope="session")
def record(music_dir: Path) -> Clip:
    """Twelve seconds of another song, mastered, at −13 LUFS."""
    samples = demo_reference().mix[:, 22 * RATE : 34 * RATE]
    gain_db = -13.0 - integrated_lufs(samples, RATE)
    return _clip(samples * np.float32(10.0 ** (gain_db / 20.0)), music_dir / "record.wav")


def _clip(samples: np.ndarray, path: Path) -> Clip:
    samples = np.ascontiguousarray(samples)
    soundfile.write(path, samples.T, RATE, subtype="FLOAT")
    return Clip(samples, path)


@pytest.fixture
def small_disk() -> Iterator[int]:
    """No file may grow beyond 64 KiB, as on a disk that is nearly full; gives that limit in bytes."""
    resource = pytest.importorskip("resource", reason="needs file size limits, which Windows lacks")
    limit = 65536
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    yield limit
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
