"""Gauss-Newton with adaptive damping (Levenberg 1944, Marquardt 1963), one step at a time.

A step that would raise the loss is not taken and damping grows; after a good step it shrinks. The Jacobian may be one
of a model of what is measured. With an objective in NumPy the rule runs in NumPy.
"""

from typing import Any, NamedTuple

from jaxtyping import Float

from metamaster.arrays import namespace
from metamaster.learn.objective import Objective, Residual, Variables, loss

_MANY = 256
"""With more variables than this the system is solved in the space of the errors, which are fewer."""


class Damping(NamedTuple):
    """How damping starts, and by what it is multiplied after a good and after a bad step."""

    initial: float | Float[Any, ""] = 0.1
    relax: float | Float[Any, ""] = 0.3
    stiffen: float | Float[Any, ""] = 8.0


class DampedState(NamedTuple):
    """Where Levenberg-Marquardt is."""

    coordinates: Variables
    loss: Float[Any, ""]
    errors: Residual
    damping: Float[Any, ""]


def damped_start(damping: Damping, objective: Objective) -> DampedState:
    """The state before the first step."""
    xp = namespace(objective.start)
    errors = objective.residual(objective.start)
    initial = xp.asarray(damping.initial, dtype=xp.float32)
    return DampedState(objective.start, loss(objective, objective.start, errors), errors, initial)


def damped_step(damping: Damping, objective: Objective, state: DampedState) -> DampedState:
    """One step, taken or not."""
    xp = namespace(state.coordinates)
    _, step = damped_direction(objective, state.coordinates, state.errors, state.damping)
    tried = state.coordinates + step
    errors = objective.residual(tried)
    reached = loss(objective, tried, errors)
    better = reached < state.loss
    return DampedState(
        xp.where(better, tried, state.coordinates),
        xp.where(better, reached, state.loss),
        xp.where(better, errors, state.errors),
        state.damping * xp.where(better, damping.relax, damping.stiffen),
    )


def damped_direction(
    objective: Objective, coordinates: Variables, errors: Residual, damping: Float[Any, ""]
) -> tuple[Variables, Variables]:
    """The gradient as the objective's Jacobian has it, and the damped Gauss-Newton step."""
    xp = namespace(coordinates)
    jacobian = objective.jacobian(coordinates)
    precision = xp.where(objective.free, objective.precision, 1.0)
    gradient = jacobian.T @ errors + precision * (coordinates - objective.start)
    solve = _solve_few if objective.start.size <= _MANY else _solve_many
    return gradient, xp.where(objective.free, -solve(jacobian, precision, damping, gradient), 0.0)


def _solve_few(jacobian: Any, precision: Any, damping: Any, gradient: Any) -> Any:
    xp = namespace(gradient)
    curvature = jacobian.T @ jacobian + xp.diag(precision)
    damped = curvature + damping * xp.diag(xp.diag(curvature))
    return xp.linalg.solve(damped, gradient)


def _solve_many(jacobian: Any, precision: Any, damping: Any, gradient: Any) -> Any:
    """The same by the matrix inversion lemma: diagonal plus a product of low rank."""
    xp = namespace(gradient)
    diagonal = precision + damping * (xp.sum(jacobian**2, axis=0) + precision)
    scaled = jacobian / diagonal
    small = xp.eye(jacobian.shape[0]) + scaled @ jacobian.T
    return gradient / diagonal - scaled.T @ xp.linalg.solve(small, scaled @ gradient)
