"""Kits as a user has them: written into a folder by ``metamaster kit``."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.bridge_process import BridgeProcess, Folders, bridge_process, metamaster

WriteKit = Callable[[str], Path]


@pytest.fixture
def kit(tmp_path: Path) -> WriteKit:
    """Writes a kit and gives its folder."""

    def written(name: str) -> Path:
        folder = tmp_path / name
        assert metamaster("kit", name, "--out", folder).returncode == 0
        return folder

    return written


@pytest.fixture(scope="session")
def running(music_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BridgeProcess]:
    """A bridge that may use every folder of the tests."""
    folder = tmp_path_factory.mktemp("bridge")
    with bridge_process(Folders.under(folder, music_dir.parent), "--no-http") as bridge:
        yield bridge


def eventually(holds: Callable[[], bool], patience_s: float = 10.0) -> bool:
    """Whether that comes true in time."""
    end_s = time.monotonic() + patience_s
    while not holds():
        if time.monotonic() > end_s:
            return False
        time.sleep(0.02)
    return True
