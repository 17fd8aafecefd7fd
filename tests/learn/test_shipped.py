"""Adaptation hears the chain as it ships, and that is the chain that JAX renders."""

import jax
import numpy as np
import pytest

from metamaster.chain.jax_renderer.bounded import coordinates_of
from metamaster.learn.problem import Problem
from metamaster.learn.rendered import residual
from metamaster.learn.shipped import rendered, shipped_residual

from .sounds import Excerpt, moved, prior_for, problem_for, vector


@pytest.fixture(scope="module")
def problem(excerpt: Excerpt) -> Problem:
    return jax.tree.map(np.asarray, problem_for(excerpt, excerpt.style))


@pytest.mark.parametrize("seed", [1, 2])
def test_its_errors_are_those_of_the_render_in_jax(problem: Problem, seed: int) -> None:
    coordinates = np.asarray(coordinates_of(vector(moved(prior_for().start, seed, 0.5))))
    expected = np.asarray(jax.jit(residual)(problem, coordinates))
    assert shipped_residual(problem, coordinates) == pytest.approx(expected, abs=0.01)


def test_the_render_is_as_long_as_the_excerpt_and_not_late(problem: Problem) -> None:
    click = np.zeros_like(problem.audio)
    click[:, 1000] = 0.1
    out = rendered(click, prior_for().start)
    # The bands are put together through all-passes, which move a click by a sample or so.
    assert out.shape == click.shape and abs(int(np.argmax(np.abs(out[0]))) - 1000) <= 2
