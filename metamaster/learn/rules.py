"""Rules that move the chain's controls: interchangeable, each a pair of pure functions.

``init(problem)`` gives the state at the start; ``update(problem, state)`` makes one step. A state holds the
coordinates and the loss there, so every rule can be stopped anywhere and compared with any other.
"""

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

import jax
import jax.numpy as jnp
import optax
from jax import Array
from jaxtyping import Float

from metamaster.errors import BadOption
from metamaster.learn.problem import Coordinates, Problem, Residual, loss, modelled_jacobian, residual


class State(Protocol):
    """What every rule's state shows."""

    coordinates: Coordinates
    loss: Float[Array, ""]


class Rule(NamedTuple):
    """An adaptation rule."""

    init: Callable[[Problem], Any]
    update: Callable[[Problem, Any], Any]


class DampedState(NamedTuple):
    """Where Levenberg-Marquardt is."""

    coordinates: Coordinates
    loss: Float[Array, ""]
    errors: Residual
    damping: Float[Array, ""]


def levenberg_marquardt(damping: float = 0.1, relax: float = 0.3, stiffen: float = 8.0) -> Rule:
    """Gauss-Newton with adaptive damping (Levenberg 1944, Marquardt 1963).

    The errors are of the true render, the Jacobian of the band model. A step that would raise the loss is not taken
    and damping grows by ``stiffen``; after a good step it shrinks by ``relax``.
    """

    def init(problem: Problem) -> DampedState:
        errors = residual(problem, problem.start)
        return DampedState(problem.start, loss(problem, problem.start, errors), errors, jnp.float32(damping))

    def update(problem: Problem, state: DampedState) -> DampedState:
        jacobian = modelled_jacobian(problem, state.coordinates)
        precision = jnp.where(problem.free, problem.precision, 1.0)
        gradient = jacobian.T @ state.errors + precision * (state.coordinates - problem.start)
        curvature = jacobian.T @ jacobian + jnp.diag(precision)
        damped = curvature + state.damping * jnp.diag(jnp.diag(curvature))
        step = jnp.where(problem.free, -jnp.linalg.solve(damped, gradient), 0.0)
        tried = state.coordinates + step
        errors = residual(problem, tried)
        reached = loss(problem, tried, errors)
        better = reached < state.loss
        return DampedState(
            jnp.where(better, tried, state.coordinates),
            jnp.where(better, reached, state.loss),
            jnp.where(better, errors, state.errors),
            state.damping * jnp.where(better, relax, stiffen),
        )

    return Rule(init, update)


class _GradientState(NamedTuple):
    coordinates: Coordinates
    loss: Float[Array, ""]
    inner: Any


def first_order(transformation: optax.GradientTransformation) -> Rule:
    """Any optax transformation on the exact gradient through the chain's true render."""

    def objective(coordinates: Coordinates, problem: Problem) -> Array:
        return loss(problem, coordinates, residual(problem, coordinates))

    def init(problem: Problem) -> _GradientState:
        start = problem.start
        return _GradientState(start, objective(start, problem), transformation.init(start))

    def update(problem: Problem, state: _GradientState) -> _GradientState:
        gradient = jax.grad(objective)(state.coordinates, problem)
        step, inner = transformation.update(jnp.where(problem.free, gradient, 0.0), state.inner, state.coordinates)
        moved = jnp.asarray(optax.apply_updates(state.coordinates, step))
        return _GradientState(moved, objective(moved, problem), inner)

    return Rule(init, update)


def radam(learning_rate: float = 0.1) -> Rule:
    """Rectified Adam (Liu et al. 2020), what ITO-Master uses; its gradient is normalised before the rectifier."""
    return first_order(optax.chain(optax.clip_by_global_norm(1.0), optax.radam(learning_rate)))


RULES: dict[str, Callable[[], Rule]] = {"levenberg-marquardt": levenberg_marquardt, "radam": radam}


def refuse_unknown(rule: str) -> None:
    """Raises BadOption for a name that is not in the table of rules."""
    if rule not in RULES:
        raise BadOption(f"There is no rule {rule!r}: choose from {', '.join(RULES)}.")
