"""How sure a solution is: never less than the prior knew, more where the reference tells more."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from metamaster.chain.parameters import INDEX, PARAMETERS
from metamaster.learn.problem import Problem
from metamaster.learn.uncertainty import Posterior, posterior, uncertainty_of

from .sounds import EVERYTHING, Excerpt, prior_for, problem_for

FREE = prior_for().free
NAMES = np.array([entry.name for entry in PARAMETERS])
told = jax.jit(posterior)


@pytest.fixture(scope="module")
def problem(excerpt: Excerpt) -> Problem:
    return problem_for(excerpt, excerpt.style, EVERYTHING)


@pytest.fixture(scope="module")
def found(problem: Problem) -> Posterior:
    return told(problem, problem.start)


def test_no_control_is_less_known_than_before(found: Posterior) -> None:
    kept = np.asarray(found.kept)[FREE]
    assert np.all((kept > 0.0) & (kept < 1.001))


def test_controls_that_do_nothing_stay_as_unknown_as_before(found: Posterior) -> None:
    idle = [INDEX[f"eq.mid.{bell}.{control}"] for bell in ("bell_1", "bell_3") for control in ("freq_hz", "q")]
    np.testing.assert_allclose(np.asarray(found.kept)[idle], 1.0, atol=1e-3)


def test_what_can_be_heard_is_determined(found: Posterior) -> None:
    assert found.kept[INDEX["eq.mid.high_shelf.gain_db"]] < 0.7
    assert found.kept[INDEX["limiter.drive_db"]] < 0.1


def test_a_vaguer_prior_leaves_more_open(problem: Problem, found: Posterior) -> None:
    vague = told(problem._replace(precision=0.25 * problem.precision), problem.start)
    assert np.all(np.asarray(vague.deviation)[FREE] >= np.asarray(found.deviation)[FREE])


def test_without_a_reference_the_deviation_is_the_priors(problem: Problem) -> None:
    certain = problem._replace(precision=1e6 * jnp.ones(52))
    np.testing.assert_allclose(np.asarray(told(certain, problem.start).kept)[FREE], 1.0, atol=1e-2)


def test_a_deviation_is_in_the_controls_unit_and_range(found: Posterior) -> None:
    for entry, deviation in zip(PARAMETERS, np.asarray(found.deviation), strict=True):
        assert 0.0 <= deviation <= 0.5 * (entry.high - entry.low)


def test_what_is_told_is_what_was_adapted_and_delivery_leaves_alone(problem: Problem, found: Posterior) -> None:
    told_of = uncertainty_of(problem, found)
    assert set(told_of.deviation) == set(NAMES[FREE]) - {"limiter.drive_db"}
    assert set(told_of.undetermined) < set(told_of.deviation)
    assert "eq.mid.bell_1.q" in told_of.undetermined and "eq.mid.high_shelf.gain_db" not in told_of.undetermined


def test_an_aspect_that_is_not_wanted_is_not_told(excerpt: Excerpt) -> None:
    tone = problem_for(excerpt, excerpt.style, frozenset({"tone"}))
    names = uncertainty_of(tone, told(tone, tone.start)).deviation
    assert names and all(name.startswith("eq.mid.") for name in names)
