"""What rules lower: a loss, its gradient, and what is left of it where measurements carry no derivative."""

from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from metamaster.learn.objective import Objective, detached, loss, objective_of

FREE = np.array([True, True, False])
MATRIX = np.array([[2.0, 0.0, 1.0], [0.0, 1.0, 1.0]], np.float32)
WANTED = np.array([1.0, -1.0], np.float32)


class Anchor(NamedTuple):
    start: jax.Array
    precision: jax.Array
    free: jax.Array


def objective(start: jax.Array | float = 0.0) -> Objective:
    """Two linear errors of three variables, one of which stays put."""
    anchor = Anchor(jnp.broadcast_to(start, (3,)), jnp.array([1.0, 2.0, 3.0]), jnp.asarray(FREE))
    return objective_of(anchor, lambda u: MATRIX @ u - WANTED, lambda u: jnp.asarray(MATRIX))


def test_the_loss_at_the_start_is_half_the_squared_errors():
    assert float(loss(objective(), jnp.zeros(3), jnp.asarray(WANTED))) == pytest.approx(1.0)


def test_what_is_not_free_costs_nothing():
    assert float(loss(objective(), jnp.array([0.0, 0.0, 5.0]), jnp.zeros(2))) == 0.0


def test_the_gradient_is_that_of_the_loss():
    one, at = objective(), jnp.array([0.3, -0.2, 0.0])
    exact = jax.grad(lambda u: loss(one, u, one.residual(u)))(at)
    assert np.asarray(one.gradient(at)) == pytest.approx(np.asarray(exact))


def test_detached_measures_the_same():
    one, at = objective(), jnp.array([0.3, -0.2, 0.0])
    first = detached(one)
    for value, same in ((first.residual(at), one.residual(at)), (first.gradient(at), one.gradient(at))):
        assert np.asarray(value) == pytest.approx(np.asarray(same))


def test_detached_measurements_carry_no_derivative():
    slope = jax.jacobian(lambda u: detached(objective()).residual(u))(jnp.ones(3))
    assert not np.asarray(slope).any()


def test_where_it_is_held_still_carries_one():
    slope = jax.jacobian(lambda start: detached(objective(start)).gradient(jnp.ones(3)))(jnp.zeros(3))
    assert np.asarray(slope) == pytest.approx(np.diag([-1.0, -2.0, 0.0]))
