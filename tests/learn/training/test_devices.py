"""Tasks divided among devices and processes give the loss that one device gives."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from metamaster.errors import BadConfig
from metamaster.learn.training.refusals import refuse_uneven
from tests.conftest import REPOSITORY

from .runs import config, losses, trained

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> list[float]:
    """The losses of one device."""
    folder = tmp_path_factory.mktemp("alone")
    trained(folder, config())
    return [float(loss) for loss in losses(folder)]


def started(folder: Path, *words: str, devices: int = 1) -> subprocess.Popen:
    command = [sys.executable, "-m", "tests.learn.training.runs", str(folder), *words]
    environment = os.environ | {"XLA_FLAGS": f"--xla_force_host_platform_device_count={devices}"}
    return subprocess.Popen(command, cwd=REPOSITORY, env=environment, stderr=subprocess.PIPE, text=True)


def ended(*processes: subprocess.Popen) -> None:
    for process in processes:
        _, told = process.communicate(timeout=300)
        assert process.returncode == 0, told


def test_four_devices_give_the_loss_of_one(alone: list[float], tmp_path: Path):
    ended(started(tmp_path, devices=4))
    assert [float(loss) for loss in losses(tmp_path)] == pytest.approx(alone, rel=1e-5)


def test_two_processes_give_the_loss_of_one(alone: list[float], tmp_path: Path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    ended(*(started(tmp_path, "--coordinator", address, "--process", str(k)) for k in range(2)))
    assert [float(loss) for loss in losses(tmp_path)] == pytest.approx(alone, rel=1e-5)


def test_a_batch_that_cannot_be_divided_is_refused():
    with pytest.raises(BadConfig, match=r"optimiser\.batch is 3, but must be a multiple of the 2 devices"):
        refuse_uneven(config(optimiser__batch=3), 2)
