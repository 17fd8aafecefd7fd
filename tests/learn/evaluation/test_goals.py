"""Goals are judged by the rows there are, and only those."""

import pytest

from metamaster.learn.evaluation.goals import Goal, goals_of
from metamaster.learn.evaluation.journal import Row
from metamaster.learn.evaluation.summary import splits_of

from .rows import row


def goals(*rows: Row) -> list[Goal]:
    return goals_of(splits_of([row("input", 4.0), *rows]), "ours")


def the(found: list[Goal], part: str) -> Goal:
    (goal,) = (one for one in found if part in one.wanted)
    return goal


@pytest.mark.parametrize(("error_db", "met"), [(1.0, True), (2.0, True), (2.5, False)])
def test_five_steps_against_a_hundred(error_db: float, met: bool):
    found = goals(row("ours", error_db, steps=5), row("RAdam", 2.0, steps=100))
    assert the(found, "RAdam").met is met


def test_the_rival_in_as_many_seconds_is_the_one_with_most_steps_that_is_no_slower():
    rivals = [row("Levenberg-Marquardt", 1.0 / steps, steps=steps, seconds=0.1 * steps) for steps in (1, 3, 10)]
    assert "(3 steps)" in the(goals(row("ours", 0.5, steps=5), *rivals), "seconds").wanted


def test_spectral_error_is_judged_against_the_inputs():
    assert the(goals(row("ours", 2.0, steps=5)), "spectral").met
    missed = the(goals(row("ours", 3.0, steps=5)), "spectral")
    assert not missed.met and missed.measured == "-25 %"


def test_the_controls_are_judged_against_both_mean_chains():
    usual = [row("mean chain", 3.0, controls=2.0), row("mean chain of the genre", 3.0, controls=1.0)]
    found = goals(row("ours", 1.0, steps=5, controls=0.8), *usual)
    assert the(found, "that of the mean chain of the genre").measured == "-20 %"
    assert [goal.met for goal in found if "controls" in goal.wanted] == [True, False]


def test_held_out_genres_are_judged_against_seen_ones():
    seen = [row("input", 4.0, "seen"), row("ours", 1.0, "seen", steps=5)]
    assert the(goals(row("ours", 1.1, steps=5), *seen), "within").met
    assert not the(goals(row("ours", 1.3, steps=5), *seen), "within").met


def test_real_music_is_judged_aspect_by_aspect_against_the_best_rival():
    real = [row("input", 4.0, "restore"), row("match EQ", 2.0, "restore"), row("ours", 1.8, "restore", steps=5)]
    found = [goal for goal in goals(*real) if goal.wanted.startswith("restore")]
    assert len(found) == 5 and not any(goal.met for goal in found)
    assert found[0].measured == "-10 % (match EQ)"


def test_what_was_not_judged_is_no_goal():
    assert goals() == []
