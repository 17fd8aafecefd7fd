"""What adaptation solves: no residual at the truth, a prior that pulls to its start, a Jacobian worth following."""

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metamaster.chain.jax_renderer.bounded import coordinates_of
from metamaster.chain.parameters import INDEX
from metamaster.chain.settings import Settings
from metamaster.learn.objective import loss
from metamaster.learn.problem import (
    SUREST_DB,
    WEIGHT,
    Problem,
    counting,
    errors_of,
    in_numpy,
    modelled_jacobian,
    modelled_residual,
    values_at,
)
from metamaster.style.aspects import ASPECTS
from metamaster.style.frames import Frames
from metamaster.style.names import Aspect

from .sounds import EVERYTHING, Excerpt, moved, prior_for, problem_for, rendered_style, vector

SILENCE = Frames(np.full((2, 212, 29), 1e-10, np.float32), np.zeros(212, np.float32))
TrueResidual = Callable[[Problem, Any], np.ndarray]


@pytest.fixture(scope="module")
def true_residual(excerpt: Excerpt) -> TrueResidual:
    """The errors of the excerpt's true render."""

    @jax.jit
    def residual(problem: Problem, at: jax.Array) -> jax.Array:
        return errors_of(problem, rendered_style(excerpt.audio, values_at(problem, at)))

    return lambda problem, at: np.asarray(residual(problem, at))


@pytest.fixture(scope="module")
def truth() -> Settings:
    """The settings that the target was made with."""
    return moved(prior_for().start, 0, 0.4)


@pytest.fixture(scope="module")
def problem(excerpt: Excerpt, truth: Settings) -> Problem:
    return problem_for(excerpt, rendered_style(excerpt.audio, vector(truth)))


def coordinates(settings: Settings) -> jax.Array:
    return coordinates_of(vector(settings))


def test_the_true_residual_is_zero_at_the_truth(problem: Problem, truth: Settings, true_residual: TrueResidual) -> None:
    assert true_residual(problem, coordinates(truth)) == pytest.approx(0.0, abs=0.01)


def test_the_residual_is_not_zero_at_the_start(problem: Problem) -> None:
    assert np.abs(modelled_residual(problem, problem.start)).max() > 0.5


def test_the_residual_is_finite_on_silence(problem: Problem) -> None:
    silent = problem._replace(frames=SILENCE)
    assert np.isfinite(modelled_residual(silent, problem.start)).all()


def test_the_modelled_residual_is_close_to_the_true_one(problem: Problem, true_residual: TrueResidual) -> None:
    apart = np.asarray(jax.jit(modelled_residual)(problem, problem.start) - true_residual(problem, problem.start))
    assert np.abs(apart).mean() < 0.2


def test_the_modelled_jacobian_tells_which_way_the_true_residual_goes(
    problem: Problem, true_residual: TrueResidual
) -> None:
    jacobian = np.asarray(jax.jit(modelled_jacobian)(problem, problem.start))
    direction = 0.2 * np.random.default_rng(1).standard_normal(52) / np.sqrt(problem.precision)
    direction = np.where(problem.free, direction, 0.0).astype(np.float32)
    true = np.asarray(true_residual(problem, problem.start + direction) - true_residual(problem, problem.start))
    modelled = jacobian @ direction
    assert modelled @ true / np.linalg.norm(modelled) / np.linalg.norm(true) > 0.9


@pytest.mark.parametrize("seed", range(3))
def test_numpy_s_jacobian_is_jax_s(problem: Problem, seed: int) -> None:
    at = np.asarray(coordinates(moved(prior_for().start, seed, 0.5)))
    held = in_numpy(problem)
    known = np.asarray(jax.jit(modelled_jacobian)(problem, at))
    found = modelled_jacobian(held, at)
    assert isinstance(found, np.ndarray)
    np.testing.assert_allclose(found, known, rtol=0.0, atol=1e-3)
    np.testing.assert_allclose(modelled_residual(held, at), jax.jit(modelled_residual)(problem, at), atol=1e-3)


@pytest.mark.parametrize("aspect", sorted(EVERYTHING))
def test_numpy_s_jacobian_is_jax_s_whatever_is_free(excerpt: Excerpt, aspect: Aspect) -> None:
    problem = problem_for(excerpt, excerpt.style, frozenset({aspect}))
    known = np.asarray(jax.jit(modelled_jacobian)(problem, problem.start))
    np.testing.assert_allclose(modelled_jacobian(in_numpy(problem), problem.start), known, rtol=0.0, atol=1e-3)


def test_numpy_s_jacobian_is_jax_s_on_silence(problem: Problem) -> None:
    silent = in_numpy(problem)._replace(frames=SILENCE)
    at = np.asarray(problem.start)
    np.testing.assert_allclose(modelled_jacobian(silent, at), jax.jit(modelled_jacobian)(silent, at), atol=1e-3)


def test_the_jacobian_is_zero_in_what_is_not_free(problem: Problem) -> None:
    jacobian = np.asarray(jax.jit(modelled_jacobian)(problem, problem.start))
    assert not jacobian[:, ~np.asarray(problem.free)].any()


def test_at_the_start_the_values_are_the_priors(problem: Problem) -> None:
    assert np.asarray(values_at(problem, problem.start)) == pytest.approx(prior_for().start.values, rel=0.01, abs=0.1)


def test_what_is_not_free_keeps_its_value_to_the_bit(problem: Problem) -> None:
    values = np.asarray(values_at(problem, problem.start + 1.0))
    fixed = ~np.asarray(problem.free)
    assert np.array_equal(values[fixed], np.float32(prior_for().start.values)[fixed])


def test_the_loss_at_the_start_is_half_the_squared_errors(problem: Problem) -> None:
    errors = jnp.asarray([1.0, -2.0])
    assert float(loss(problem, problem.start, errors)) == pytest.approx(2.5)


def test_straying_by_one_standard_deviation_costs_one_half(problem: Problem) -> None:
    index = INDEX["eq.mid.bell_1.gain_db"]
    step = jnp.zeros(52).at[index].set(prior_for().spread[index])
    assert float(loss(problem, problem.start + step, jnp.zeros(1))) == pytest.approx(0.5)


def test_straying_in_what_is_not_free_costs_nothing(problem: Problem) -> None:
    step = jnp.zeros(52).at[INDEX["limiter.release_ms"]].set(3.0)
    assert float(loss(problem, problem.start + step, jnp.zeros(1))) == 0.0


def test_loudness_weighs_most(problem: Problem) -> None:
    louder = problem._replace(target_lufs=problem.target_lufs + 1.0)
    apart = np.asarray(modelled_residual(problem, problem.start) - modelled_residual(louder, problem.start))
    assert np.flatnonzero(apart).tolist() == [len(apart) - 1] and apart[-1] >= 1.0


@given(weight=st.floats(0.01, 1000.0))
def test_no_predicted_target_counts_as_if_it_were_surer_than_it_can_be(weight: float) -> None:
    counted = counting({aspect: np.array([weight]) for aspect in ASPECTS})
    for aspect in ASPECTS:
        assert 1.0 / counted[aspect] == pytest.approx(1.0 / weight + SUREST_DB[aspect])


def test_the_weights_that_stand_before_learning_hardly_change() -> None:
    before = {aspect: np.array([WEIGHT[aspect]]) for aspect in ASPECTS}
    assert all(counted >= 0.85 * before[aspect] for aspect, counted in counting(before).items())


def test_every_aspect_of_the_prior_can_be_asked_for_alone(excerpt: Excerpt) -> None:
    for aspect in EVERYTHING:
        alone = problem_for(excerpt, excerpt.style, frozenset({aspect}))
        assert 0 < int(alone.free.sum()) < int(problem_for(excerpt, excerpt.style).free.sum())
