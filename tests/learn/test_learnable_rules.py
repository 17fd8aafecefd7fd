"""Rules whose numbers are learned: all act on any objective, and all can be learned through."""

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from metamaster.learn.objective import Objective, detached, objective_of
from metamaster.learn.rules.learnable import LEARNABLE_RULES
from metamaster.learn.rules.rule import Kinds, Rule

pytestmark = pytest.mark.slow
STEPS = 4
KINDS = Kinds(("gain", "frequency"), np.array([0, 0, 1, 1, 1]))
WITHOUT_STEPS_AT_FIRST = ("recurrent",)


class Anchor(NamedTuple):
    start: jax.Array
    precision: jax.Array
    free: jax.Array


def objective(target: float | jax.Array = 0.5, count: int = 5) -> Objective:
    """A mildly nonlinear problem of that many variables, the last of which stays put."""
    anchor = Anchor(jnp.zeros(count), jnp.full(count, 0.1), jnp.arange(count) < count - 1)

    def residual(u: jax.Array) -> jax.Array:
        return jnp.concatenate([3.0 * jnp.sin(u) - target, jnp.sum(u)[None]])

    return objective_of(anchor, residual, jax.jacfwd(residual))


def adapted(rule: Rule, learned: Any, given: Objective, steps: int = STEPS) -> Any:
    state = rule.init(learned, given)
    states = [state]
    for _ in range(steps):
        state = rule.update(learned, given, state)
        states.append(state)
    return states


@pytest.fixture(params=LEARNABLE_RULES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def rule(name: str) -> Rule:
    return LEARNABLE_RULES[name](KINDS)


def test_before_learning_it_lowers_the_loss_or_does_nothing(name: str, rule: Rule):
    states = jax.jit(lambda: adapted(rule, rule.learned, objective()))()
    if name in WITHOUT_STEPS_AT_FIRST:
        assert float(states[-1].loss) == float(states[0].loss)
    else:
        assert float(states[-1].loss) < 0.8 * float(states[0].loss)


def test_what_is_not_free_stays_put(rule: Rule):
    learned = jax.tree.map(lambda leaf: leaf + 0.1, rule.learned)
    last = jax.jit(lambda: adapted(rule, learned, objective())[-1])()
    assert float(last.coordinates[-1]) == 0.0


def test_the_loss_is_that_of_the_variables(rule: Rule):
    last = jax.jit(lambda: adapted(rule, rule.learned, objective())[-1])()
    errors = objective().residual(last.coordinates)
    stray = 0.05 * float(jnp.sum(last.coordinates[:-1] ** 2))
    assert float(last.loss) == pytest.approx(0.5 * float(jnp.sum(errors**2)) + stray, rel=1e-5)


@pytest.mark.parametrize("order", ["first", "second"])
def test_a_gradient_passes_to_what_is_learned(rule: Rule, order: str):
    learned = jax.tree.map(lambda leaf: leaf + 0.02, rule.learned)

    def outer(learned: Any) -> jax.Array:
        given = objective() if order == "second" else detached(objective())
        return jnp.sum((adapted(rule, learned, given, 2)[-1].coordinates - 0.3) ** 2)

    slopes = jax.tree.leaves(jax.jit(jax.grad(outer))(learned))
    assert all(np.isfinite(slope).all() for slope in slopes)
    assert any(np.asarray(slope).any() for slope in slopes)


@pytest.mark.parametrize("smooth", ["sgd", "adam", "meta-sgd", "levenberg-marquardt"])
def test_the_second_order_gradient_is_exact(smooth: str):
    """Against a central difference in the target of one variable, which passes to the others through every step."""
    rule = LEARNABLE_RULES[smooth](KINDS)

    def outer(target: jax.Array) -> jax.Array:
        wanted = jnp.array([0.0, 0.4, -0.2, 0.3, 0.1]).at[0].add(target)
        return jnp.arange(5.0) @ adapted(rule, rule.learned, objective(wanted), 2)[-1].coordinates

    at, step, value = jnp.float32(0.5), 0.02, jax.jit(outer)
    slope = float(jax.jit(jax.grad(outer))(at))
    assert slope == pytest.approx(float((value(at + step) - value(at - step)) / (2 * step)), rel=0.02)


def test_many_variables_are_solved_for_as_few_are():
    rule = LEARNABLE_RULES["levenberg-marquardt"]
    count = 300
    kinds = Kinds(("all",), np.zeros(count, int))
    given = objective(count=count)
    jacobian, errors = given.jacobian(given.start), given.residual(given.start)
    curvature = jacobian.T @ jacobian + jnp.diag(jnp.where(given.free, given.precision, 1.0))
    damped = curvature + 0.1 * jnp.diag(jnp.diag(curvature))
    expected = -np.linalg.solve(np.asarray(damped, np.float64), np.asarray(jacobian.T @ errors, np.float64))
    made = rule(kinds)
    found = made.update(made.learned, given, made.init(made.learned, given)).coordinates
    assert np.asarray(found)[:-1] == pytest.approx(expected[:-1], rel=1e-3, abs=1e-5)
