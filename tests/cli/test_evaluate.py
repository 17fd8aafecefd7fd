"""``metamaster evaluate`` as a shell sees it: the smoke evaluation, and what is refused."""

from pathlib import Path

import pytest

from metamaster.config import load_config
from metamaster.learn.evaluation.config import EvaluateConfig
from metamaster.learn.evaluation.journal import read_rows
from tasks.episodes.open import tasks_config
from tests.conftest import REPOSITORY

from .conftest import Run, assert_refused

CONFIGS = sorted((REPOSITORY / "configs" / "evaluate").glob("*.yaml"))
SMOKE = REPOSITORY / "configs" / "evaluate" / "smoke.yaml"


@pytest.mark.parametrize("path", CONFIGS, ids=lambda path: path.stem)
def test_what_ships_can_be_read(path: Path):
    config = load_config(path, EvaluateConfig)
    assert tasks_config(path.parent / config.tasks).sources


@pytest.mark.slow
def test_the_smoke_evaluation_judges_every_row_and_goes_on_from_there(run: Run, folder: Path):
    done = run("evaluate", SMOKE, "--out", folder, "--quiet")
    assert done.code == 0 and not done.out, done
    rows = read_rows(folder / "results.csv")
    assert {"input", "loudness only", "mean chain", "match EQ", "shipped", "oracle"} <= {row.row for row in rows}
    assert [row.row for row in rows if row.failure] == []
    before = (folder / "results.csv").read_bytes()
    assert_refused(run("evaluate", SMOKE, "--out", folder), 20, "--resume", "--force")
    again = run("evaluate", SMOKE, "--out", folder, "--resume")
    assert again.code == 0 and (folder / "results.csv").read_bytes() == before
    assert str(folder / "results.md") in again.out


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--model", "maml"), 32, "NAME=FILE"),
        (("--model", "maml=none.safetensors"), 10, "none.safetensors does not exist"),
        (("--masters", "nowhere"), 70, "nowhere is no folder"),
        (("none.yaml",), 10, "none.yaml"),
    ],
)
def test_what_cannot_be_judged_is_refused(run: Run, folder: Path, words: tuple[str, ...], code: int, told: str):
    config = () if words[0].endswith(".yaml") else (SMOKE,)
    assert_refused(run("evaluate", *config, *words, "--out", folder / "results"), code, told)
    assert not (folder / "results").exists()


def test_a_configuration_that_ships_is_found_from_any_folder(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(folder)
    assert_refused(run("evaluate", "configs/evaluate/smoke.yaml", "--masters", "nowhere"), 70, "nowhere is no folder")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("rules: 3", "the key rules is unknown: choose from tasks, seeds"),
        ("radam: {steps: [-1]}", "radam.steps.1 is -1, but must be a whole number"),
        ("own: {steps: [1], look: band}", "own.look is 'band', but must be"),
        ("trials: {seen: many}", "trials.seen is 'many', but must be a whole number"),
    ],
)
def test_a_configuration_is_refused_by_its_key(run: Run, folder: Path, tmp_path: Path, line: str, told: str):
    path = tmp_path / "mine.yaml"
    path.write_text(f"tasks: {SMOKE.parent.parent / 'tasks' / 'smoke.yaml'}\nseeds: [1]\n{line}\n")
    assert_refused(run("evaluate", path, "--out", folder), 31, told)
