"""The learned rule after Meta-AF as a rule for any objective: on the gradient alone, or as a correction to a step.

The network is told, and moves, variables in standard deviations of their prior, so that all are of one size.
"""

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array
from jaxtyping import Float

from metamaster.learn import recurrent
from metamaster.learn.objective import Objective, Residual, Variables, loss
from metamaster.learn.rules.damped import damped_direction
from metamaster.learn.rules.rule import Kinds, Rule

_SEED = 0
_DAMPING = 0.1


class RecurrentRuleState(NamedTuple):
    """Where the rule is, and what its network remembers."""

    coordinates: Variables
    loss: Float[Array, ""]
    errors: Residual
    memory: recurrent.RecurrentState


def recurrent_rule(kinds: Kinds) -> Rule:
    """As in Meta-AF: the network makes the step from the gradient."""

    def step(learned: Any, objective: Objective, state: RecurrentRuleState) -> RecurrentRuleState:
        scale = _scale(objective)
        gradient = objective.gradient(state.coordinates) * scale
        return _moved(learned, objective, state, gradient, jnp.zeros((gradient.size, 0)))

    return _rule(kinds, step, features=0)


def corrected_rule(kinds: Kinds) -> Rule:
    """A damped Gauss-Newton step, told to the network, plus what the network makes of it."""

    def step(learned: Any, objective: Objective, state: RecurrentRuleState) -> RecurrentRuleState:
        scale = _scale(objective)
        gradient, direction = damped_direction(objective, state.coordinates, state.errors, jnp.float32(_DAMPING))
        features = (direction / scale)[:, None]
        return _moved(learned, objective, state, gradient * scale, features, direction)

    return _rule(kinds, step, features=1)


def _rule(kinds: Kinds, step: Any, features: int) -> Rule:
    told = np.eye(len(kinds.names), dtype=np.float32)[kinds.of]

    def init(learned: Any, objective: Objective) -> RecurrentRuleState:
        errors = objective.residual(objective.start)
        reached = loss(objective, objective.start, errors)
        return RecurrentRuleState(objective.start, reached, errors, recurrent.begin(told))

    return Rule(recurrent.init(jax.random.key(_SEED), told, features), init, step)


def _moved(
    learned: Any,
    objective: Objective,
    state: RecurrentRuleState,
    gradient: Variables,
    features: Float[Array, "variables features"],
    direction: Variables | float = 0.0,
) -> RecurrentRuleState:
    scale = _scale(objective)
    place = (state.coordinates - objective.start) / scale
    own, memory = recurrent.update(learned, gradient, place, features, state.memory)
    tried = state.coordinates + jnp.where(objective.free, direction + own * scale, 0.0)
    errors = objective.residual(tried)
    return RecurrentRuleState(tried, loss(objective, tried, errors), errors, memory)


def _scale(objective: Objective) -> Variables:
    """One standard deviation of each variable's prior."""
    return 1.0 / jnp.sqrt(jnp.where(objective.free, objective.precision, 1.0))
