"""Rules on the exact gradient: any optax transformation, with a learned rate."""

from typing import Any, NamedTuple

import jax.numpy as jnp
import optax
from jax import Array
from jaxtyping import Float

from metamaster.learn.objective import Objective, Variables, loss
from metamaster.learn.rules.rule import Kinds, Rule

_RATE = 0.1
_EPS_ROOT = 1e-8
"""Keeps the derivative of a square root finite, where Adam's second moment is zero."""


class GradientState(NamedTuple):
    """Where a rule on gradients is, and what its transformation remembers."""

    coordinates: Variables
    loss: Float[Array, ""]
    inner: Any


def clipped_radam(rate: float) -> optax.GradientTransformation:
    """Rectified Adam (Liu et al. 2020) as a mastering job has it: the gradient is shortened to 1 before it."""
    return optax.chain(optax.clip_by_global_norm(1.0), optax.radam(rate))


def gradient_start(transformation: optax.GradientTransformation, objective: Objective) -> GradientState:
    """The state before the first step."""
    start = objective.start
    return GradientState(start, loss(objective, start, objective.residual(start)), transformation.init(start))


def gradient_step(
    transformation: optax.GradientTransformation, rate: float | Array, objective: Objective, state: GradientState
) -> GradientState:
    """One step: what the transformation makes of the gradient, times the rate."""
    gradient = jnp.where(objective.free, objective.gradient(state.coordinates), 0.0)
    step, inner = transformation.update(gradient, state.inner, state.coordinates)
    moved = jnp.asarray(optax.apply_updates(state.coordinates, rate * step))
    return GradientState(moved, loss(objective, moved, objective.residual(moved)), inner)


def short() -> optax.GradientTransformation:
    """Shortens a gradient that is longer than 1 to that length; can be differentiated at zero too."""

    def update(gradient: Any, state: Any, params: Any = None) -> tuple[Any, Any]:
        return gradient / jnp.sqrt(jnp.maximum(jnp.sum(gradient**2), 1.0)), state

    return optax.GradientTransformation(lambda params: optax.EmptyState(), update)


def sgd(kinds: Kinds) -> Rule:
    """Plain gradient descent, its rate learned."""
    return _learning_its_rate(optax.chain(short(), optax.sgd(1.0)))


def adam(kinds: Kinds) -> Rule:
    """Adam (Kingma and Ba 2015), its rate learned."""
    return _learning_its_rate(optax.chain(short(), optax.adam(1.0, eps_root=_EPS_ROOT)))


def radam(kinds: Kinds) -> Rule:
    """Rectified Adam (Liu et al. 2020), its rate learned."""
    return _learning_its_rate(optax.chain(short(), optax.radam(1.0, eps_root=_EPS_ROOT)))


def _learning_its_rate(transformation: optax.GradientTransformation) -> Rule:
    def init(learned: Array, objective: Objective) -> GradientState:
        return gradient_start(transformation, objective)

    def update(learned: Array, objective: Objective, state: GradientState) -> GradientState:
        return gradient_step(transformation, jnp.exp(learned), objective, state)

    return Rule(jnp.log(jnp.float32(_RATE)), init, update)
