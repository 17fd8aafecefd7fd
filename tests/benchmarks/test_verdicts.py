"""What pages say of who wins follows from what was measured."""

import numpy as np
import pytest

from benchmarks.asked import asked
from benchmarks.style_study.page import gaining
from benchmarks.system_identification.measuring import Trace
from benchmarks.system_identification.scenes import BLOCKS
from benchmarks.system_identification.verdict import least_loss, nearer, soonest
from benchmarks.uncertainty.coverage import width_of_determined
from benchmarks.uncertainty.draws import Draw
from metamaster.style.aspects import ASPECTS


def falling_to(db: float) -> Trace:
    """Four scenes that fall evenly to that misalignment."""
    falling = np.linspace(0.0, db, BLOCKS) + np.linspace(-0.1, 0.1, 4)[:, None]
    return Trace(falling, falling, falling)


def traces(learned_db: float) -> dict[str, dict[str, Trace]]:
    return {"white noise": {"LMS": falling_to(-20.0), "RLS": falling_to(-30.0), "learned": falling_to(learned_db)}}


def test_the_learned_rule_wins_where_it_is_nearer_than_every_other() -> None:
    assert nearer(traces(-40.0)).endswith("is nearer than every tuned rule, on every kind of input.")


def test_who_is_as_near_is_named() -> None:
    assert nearer(traces(-25.0)).endswith(
        "nearer in 1 of 2 comparisons; not, or not for sure, than RLS on white noise."
    )


@pytest.mark.parametrize(("learned_db", "first"), [(-40.0, "the learned rule ("), (-25.0, "RLS (")])
def test_the_first_with_a_useful_filter_is_named(learned_db: float, first: str) -> None:
    assert soonest(traces(learned_db), BLOCKS).startswith(f"The first at −15 dB is {first}")


def test_where_no_rule_gets_that_far_none_is_the_first() -> None:
    assert soonest({"white noise": {"LMS": falling_to(-5.0), "learned": falling_to(-2.0)}}, BLOCKS).endswith(
        "is none on white noise."
    )


def test_the_best_by_the_loss_is_named() -> None:
    assert least_loss({"RLS": -5.6, "learned": -5.5}).endswith("RLS is the best of all.")
    assert least_loss({"RLS": -5.4, "learned": -5.5}).endswith("the learned rule is the best of all.")


@pytest.mark.parametrize("width", [0.7, 1.0, 1.5])
def test_the_width_of_what_is_determined_is_told(width: float) -> None:
    off = np.random.default_rng(0).standard_normal((20_000, 2)) / width
    flags = np.array([False, True])
    draws = [Draw(("a", "b"), row, np.zeros(2), np.ones(2), flags) for row in off]
    assert width_of_determined(draws) == pytest.approx(width, abs=0.03)


@pytest.mark.parametrize(
    ("better", "told"),
    [((), "no aspect is better"), (("tone",), "tone alone is better"), (("tone", "plr"), "tone and plr are better")],
)
def test_only_what_the_last_songs_made_better_is_said_to_be(better: tuple[str, ...], told: str) -> None:
    curve = {
        48: {("transfer", aspect): (1.0, 0.9, 1.1) for aspect in ASPECTS},
        67: {("transfer", aspect): (0.8 if aspect in better else 1.2, 0.7, 1.3) for aspect in ASPECTS},
    }
    assert gaining(curve) == told


def test_a_page_tells_the_arguments_it_was_made_with() -> None:
    assert asked("benchmarks.run", ["--seed", "2"]) == "python -m benchmarks.run --seed 2"
