"""``metamaster train`` as a shell sees it: a short run, and what it refuses."""

from pathlib import Path

import pytest

from metamaster.config import load_config
from metamaster.learn.training.config import TrainConfig
from tests.conftest import REPOSITORY

from .conftest import Run, assert_refused

CONFIGS = sorted((REPOSITORY / "configs" / "train").glob("*.yaml"))
SHORT = """
tasks: synthetic
steps: 0
predictor: {context: 8, width: 16}
pretraining: {steps: 2, batch: 2}
"""


@pytest.fixture
def short(tmp_path: Path) -> Path:
    path = tmp_path / "short.yaml"
    path.write_text(SHORT)
    return path


@pytest.mark.parametrize("path", CONFIGS, ids=lambda path: path.stem)
def test_what_ships_can_be_read(path: Path):
    assert load_config(path, TrainConfig).steps > 0


def test_a_run_leaves_its_figures(run: Run, short: Path, folder: Path):
    done = run("train", short, "--out", folder)
    assert done.code == 0, done
    assert "Trained to step 2" in done.out
    assert (folder / "metrics.csv").is_file() and (folder / "curves.png").is_file()
    again = run("train", short, "--out", folder)
    assert_refused(again, 20, "--resume")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("rate: 1", "the key rate is unknown: choose from tasks, steps"),
        ("inner: {rule: newton}", "inner.rule is 'newton', but must be 'adam' or"),
        ("optimiser: {learning_rate: -1}", "optimiser.learning_rate is -1, but must be a number"),
        ("validation: {episodes: 0}", "validation.episodes is 0, but must be a whole number"),
        ("outer: {method: reptile}", "reptile needs inner.scope head or all"),
        ("inner: {scope: head}\nouter: {method: reptile, train: [beliefs]}", "reptile moves what inner.scope names"),
    ],
)
def test_a_configuration_is_refused_by_its_key(run: Run, short: Path, folder: Path, line: str, told: str):
    short.write_text(f"{SHORT}{line}\n")
    assert_refused(run("train", short, "--out", folder), 31, told)


@pytest.mark.parametrize("scope", ["context", "all"])
def test_a_predictor_without_a_network_has_nothing_there_to_move(run: Run, short: Path, folder: Path, scope: str):
    short.write_text(SHORT.replace("width: 16", "width: 0") + f"inner: {{scope: {scope}}}\n")
    assert_refused(run("train", short, "--out", folder), 31, f"inner.scope: {scope} needs a network")


def test_a_start_lies_beside_its_configuration(run: Run, short: Path, folder: Path):
    (short.parent / "start.safetensors").write_bytes(b"no model")
    short.write_text(f"{SHORT}start: start.safetensors\n")
    assert_refused(run("train", short, "--out", folder), 33, str(short.parent / "start.safetensors"))


def test_a_configuration_that_ships_is_found_from_any_folder(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(folder)
    assert_refused(run("train", "configs/train/smoke.yaml", "--resume"), 34, "runs/smoke")


def test_tasks_that_ship_are_found_from_any_folder(
    run: Run, short: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(folder)
    short.write_text(SHORT.replace("synthetic", "configs/tasks/smoke.yaml"))
    assert_refused(run("train", short, "--resume"), 34, "runs/short")


def test_a_run_to_go_on_from_that_is_not_there_is_not_begun(run: Run, short: Path, folder: Path):
    assert_refused(run("train", short, "--out", folder / "runs" / "a", "--resume"), 34, "a")
    assert list(folder.iterdir()) == []


def test_tasks_that_are_not_there_leave_no_run(run: Run, short: Path, folder: Path):
    short.write_text(SHORT.replace("synthetic", "nope.yaml"))
    assert_refused(run("train", short, "--out", folder / "a"), 10, "nope.yaml")
    assert list(folder.iterdir()) == []


def test_a_file_is_no_folder_for_a_run(run: Run, short: Path, folder: Path):
    (folder / "m1.wav").write_text("old")
    assert_refused(run("train", short, "--out", folder / "m1.wav"), 21, "m1.wav is a file: name another folder")


def test_a_configuration_that_is_not_there(run: Run, folder: Path):
    assert_refused(run("train", folder / "none.yaml"), 10, "none.yaml")
