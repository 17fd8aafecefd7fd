"""A run as a whole: what it leaves behind, when it ends, and what stops it."""

from pathlib import Path

import jax
import numpy as np
import pytest

from metamaster.errors import BadConfig, TrainingDiverged
from metamaster.learn.checkpoint import load_model
from metamaster.learn.predictor import BELIEVING, FIRMNESS
from metamaster.learn.training.journal import read_journal
from metamaster.learn.training.run import MODEL_FILE, Outcome

from .runs import config, trained

pytestmark = pytest.mark.slow
STEPS = 4


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("run")


@pytest.fixture(scope="module")
def outcome(folder: Path) -> Outcome:
    """A run with both phases, the outer loop judging the predictor alone."""
    return trained(folder, config(steps=STEPS, pretraining__steps=2))


def test_both_phases_are_in_the_journal(outcome: Outcome, folder: Path):
    phases = [row["phase"] for row in read_journal(folder)]
    assert phases == ["pretraining"] * 2 + ["training"] * STEPS


def test_the_outer_loss_falls(outcome: Outcome, folder: Path):
    losses = [float(row["valid_loss"]) for row in read_journal(folder) if row["valid_loss"]]
    assert len(losses) == STEPS and min(losses) == pytest.approx(outcome.best_loss) and losses[-1] < losses[0]


def test_the_best_model_can_be_loaded(outcome: Outcome, folder: Path):
    model = load_model(folder / MODEL_FILE)
    assert model.made.predictor.width == 16 and model.made.about["tasks"] == "tests"


def test_the_curves_are_drawn(outcome: Outcome, folder: Path):
    assert (folder / "curves.png").read_bytes().startswith(b"\x89PNG")


def test_training_goes_on_from_a_model(outcome: Outcome, folder: Path, tmp_path: Path):
    trained(tmp_path, config(start=str(folder / MODEL_FILE), pretraining__steps=0, steps=1))
    assert float(read_journal(tmp_path)[0]["loss"]) < float(read_journal(folder)[2]["loss"])


def test_a_model_of_another_size_is_refused(outcome: Outcome, folder: Path, tmp_path: Path):
    with pytest.raises(BadConfig, match="another size"):
        trained(tmp_path, config(start=str(folder / MODEL_FILE), predictor__width=8))


def test_it_ends_early_where_nothing_improves(tmp_path: Path):
    outcome = trained(tmp_path, config(outer={"train": []}, steps=9, pretraining__steps=0))
    assert outcome.stopped_early and outcome.step == 3


def test_where_a_number_is_lost_it_stops_and_says_where(tmp_path: Path):
    with pytest.raises(TrainingDiverged, match=r"at step 4 \(noise\).*snapshot of step 2 is good"):
        trained(tmp_path, config(), broken=12)
    assert all(np.isfinite(float(row["loss"])) for row in read_journal(tmp_path))


def test_lessons_do_not_say_how_a_start_is_weighed_against_a_target(tmp_path: Path):
    trained(tmp_path, config(outer={"train": []}, steps=1, pretraining__steps=2))
    found = load_model(tmp_path / MODEL_FILE).meta.predictor
    assert not found[FIRMNESS].any() and found["belief"]["bias"].any()


def test_only_what_is_named_is_trained(outcome: Outcome, folder: Path, tmp_path: Path):
    """What the predictor believes, not where it starts the chain."""
    start = str(folder / MODEL_FILE)
    trained(tmp_path, config(start=start, outer={"train": ["beliefs"]}, pretraining__steps=0, steps=1))
    before, after = (load_model(path / MODEL_FILE).meta.predictor for path in (folder, tmp_path))
    moved = {layer for layer in before if not _equal(before[layer], after[layer])}
    assert moved and moved <= set(BELIEVING)


def _equal(one: object, other: object) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(jax.tree.leaves(one), jax.tree.leaves(other), strict=True))
