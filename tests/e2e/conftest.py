"""A bridge that all of these tests share, worker included."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.bridge_process import BridgeProcess, Folders, bridge_process
from tests.e2e.jack_server import Jack, jack_server


@pytest.fixture(scope="session")
def running(music_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BridgeProcess]:
    """A bridge that may use the folder of the clips."""
    with bridge_process(Folders.under(tmp_path_factory.mktemp("bridge"), music_dir)) as bridge:
        yield bridge


@pytest.fixture
def jack(tmp_path: Path) -> Iterator[Jack]:
    """A JACK server of the test's own."""
    with jack_server(tmp_path) as server:
        yield server
