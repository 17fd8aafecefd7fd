"""Meta-SGD (Li et al. 2017): gradient descent with a learned rate for every kind of variable."""

import jax.numpy as jnp
import optax
from jax import Array

from metamaster.learn.objective import Objective
from metamaster.learn.rules.first_order import GradientState, gradient_start, gradient_step, short
from metamaster.learn.rules.rule import Kinds, Rule

_RATE = 0.1


def meta_sgd(kinds: Kinds) -> Rule:
    """The rule for variables of those kinds; a rate may become negative, as in the paper."""
    descent = optax.chain(short(), optax.sgd(1.0))

    def init(learned: Array, objective: Objective) -> GradientState:
        return gradient_start(descent, objective)

    def update(learned: Array, objective: Objective, state: GradientState) -> GradientState:
        return gradient_step(descent, learned[kinds.of], objective, state)

    return Rule(jnp.full(len(kinds.names), _RATE, jnp.float32), init, update)
