"""A run that was killed goes on as if nothing had happened."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from metamaster.errors import BadConfig, DamagedRun, OutputExists
from metamaster.learn.training.journal import FILE
from tests.conftest import REPOSITORY

from .runs import config, losses, trained

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run that nothing disturbed."""
    folder = tmp_path_factory.mktemp("whole")
    trained(folder, config())
    return folder


def test_after_a_kill_the_losses_are_the_same_to_the_last_bit(whole: Path, tmp_path: Path):
    command = [sys.executable, "-m", "tests.learn.training.runs", str(tmp_path), "--die-at", "5"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert len(losses(tmp_path)) == 5
    trained(tmp_path, config(), resume=True)
    assert losses(tmp_path) == losses(whole)


def test_a_run_killed_before_its_first_snapshot_begins_anew(whole: Path, tmp_path: Path):
    command = [sys.executable, "-m", "tests.learn.training.runs", str(tmp_path), "--die-at", "1"]
    subprocess.run(command, cwd=REPOSITORY, capture_output=True, check=False)
    trained(tmp_path, config(), resume=True)
    assert losses(tmp_path) == losses(whole)


def test_a_run_that_was_just_begun_is_kept_from_another(tmp_path: Path):
    command = [sys.executable, "-m", "tests.learn.training.runs", str(tmp_path), "--die-at", "1", "--different", "8"]
    subprocess.run(command, cwd=REPOSITORY, capture_output=True, check=False)
    with pytest.raises(OutputExists, match="--resume"):
        trained(tmp_path, config(pretraining__episodes=8, seed=1))
    with pytest.raises(DamagedRun, match=r"seed 0, not 1"):
        trained(tmp_path, config(pretraining__episodes=8, seed=1), resume=True)


def test_a_killed_run_goes_on_with_the_lessons_it_has_seen(whole: Path, tmp_path: Path):
    again = config(pretraining__episodes=8)
    trained(tmp_path / "at once", again)
    assert losses(tmp_path / "at once")[:2] == losses(whole)[:2]
    command = [sys.executable, "-m", "tests.learn.training.runs", str(tmp_path / "killed"), "--die-at", "5"]
    subprocess.run([*command, "--different", "8"], cwd=REPOSITORY, capture_output=True, check=False)
    assert (tmp_path / "killed" / "lessons-0.npy").exists()
    trained(tmp_path / "killed", again, resume=True)
    assert losses(tmp_path / "killed") == losses(tmp_path / "at once")
    assert not (tmp_path / "killed" / "lessons-0.npy").exists()


def test_lessons_come_again_in_whole_batches(tmp_path: Path):
    with pytest.raises(BadConfig, match=r"pretraining\.episodes is 10.*multiple of pretraining\.batch \(4\)"):
        trained(tmp_path, config(pretraining__episodes=10))


def test_the_loss_falls(whole: Path):
    first, *_, last = map(float, losses(whole))
    assert last < first


def test_a_run_is_not_overwritten(whole: Path):
    with pytest.raises(OutputExists, match="--resume"):
        trained(whole, config())


def test_a_run_that_has_ended_stays_as_it_is(whole: Path):
    before = losses(whole)
    trained(whole, config(), resume=True)
    assert losses(whole) == before


def test_another_configuration_is_refused_by_its_key(whole: Path):
    with pytest.raises(DamagedRun, match=r"seed 0, not 1"):
        trained(whole, config(seed=1), resume=True)


def test_where_nothing_was_begun_nothing_goes_on(tmp_path: Path):
    with pytest.raises(DamagedRun, match="no snapshot"):
        trained(tmp_path, config(), resume=True)


def test_a_damaged_snapshot_is_told_of_in_one_sentence(tmp_path: Path):
    trained(tmp_path, config(pretraining__steps=2))
    for path in (tmp_path / "snapshots" / "2").rglob("*"):
        if path.is_file() and "state" in path.parts:
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(DamagedRun, match="snapshot of step 2"):
        trained(tmp_path, config(pretraining__steps=2), resume=True)


def test_a_row_cut_short_is_dropped(tmp_path: Path):
    trained(tmp_path, config(pretraining__steps=2))
    before = losses(tmp_path)
    with (tmp_path / FILE).open("a", encoding="utf-8") as file:
        file.write("3,pretr")
    assert losses(tmp_path) == before
