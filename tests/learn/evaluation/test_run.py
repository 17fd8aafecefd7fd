"""Every way to master on one trial: rows come as they should, and none is judged twice."""

from pathlib import Path

import numpy as np
import pytest

from metamaster.chain.settings import DEFAULTS
from metamaster.errors import BadOption
from metamaster.learn.evaluation.family import Attempt, Family
from metamaster.learn.evaluation.heard import Heard
from metamaster.learn.evaluation.journal import Journal, Row
from metamaster.learn.evaluation.plain import the_input
from metamaster.learn.evaluation.run import evaluate
from metamaster.learn.evaluation.trial import Booked, Trial

from .conftest import CHAIN, ENGINEERS_DIFFER, AtOnce


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "results.csv", resume=False)


def judged(trial: Trial, journal: Journal, *families: Family) -> dict[str, Row]:
    evaluate([Booked(trial.key, lambda: trial)], families, journal, AtOnce(), deviation=ENGINEERS_DIFFER)
    return {row.row: row for row in journal.rows}


def family(name: str, *attempts: Attempt) -> Family:
    return Family(name, "made for a test", lambda heard: list(attempts))


def test_the_true_chain_has_no_error_and_the_input_has(trial: Trial, journal: Journal):
    true = Attempt(0, 0.1, CHAIN, target_lufs=Heard(trial).truth.loudness_lufs)
    rows = judged(trial, journal, the_input(), family("true chain", true))
    assert rows["true chain"].errors == pytest.approx(dict.fromkeys(rows["input"].errors, 0.0), abs=0.1)
    assert rows["true chain"].controls == pytest.approx(0.0, abs=0.01)
    assert rows["input"].errors["tone"] > 0.3 and np.isnan(rows["input"].controls)


def test_what_is_there_is_not_judged_again(trial: Trial, journal: Journal):
    asked = []

    def attempt(heard: Heard) -> list[Attempt]:
        asked.append(heard)
        return [Attempt(0, 0.0, heard.trial.mix)]

    for mark in ("first", "first", "second"):
        evaluate([Booked(trial.key, lambda: trial)], [Family("mine", "", attempt, mark)], journal, AtOnce())
    assert [row.mark for row in journal.rows] == ["first", "second"]
    # Each once to be warm and once for the clock.
    assert len(asked) == 4


def test_a_trial_that_lacks_nothing_is_not_made(trial: Trial, journal: Journal):
    judged(trial, journal, the_input())

    def never() -> Trial:
        raise AssertionError("the trial was made")

    evaluate([Booked(trial.key, never)], [the_input()], journal, AtOnce())


def test_a_chain_that_several_came_to_is_rendered_once(trial: Trial, journal: Journal, monkeypatch: pytest.MonkeyPatch):
    renders = []
    monkeypatch.setattr("metamaster.learn.evaluation.judging.deliver", lambda *a: renders.append(a) or _broken())
    judged(trial, journal, family("one", Attempt(1, 0.1, DEFAULTS), Attempt(3, 0.2, DEFAULTS)))
    assert len(renders) == 1 and len(journal.rows) == 2


def test_what_goes_wrong_is_told_in_its_row(trial: Trial, journal: Journal):
    def attempt(heard: Heard) -> list[Attempt]:
        raise BadOption("it does not like this song.")

    rows = judged(trial, journal, Family("picky", "", attempt), family("silent"))
    assert rows["picky"].failure == "it does not like this song."
    assert rows["silent"].failure == "does not apply"


def _broken() -> None:
    raise BadOption("no more than counting is wanted here.")
