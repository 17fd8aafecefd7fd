"""Levenberg-Marquardt with a damping that can be learned."""

import math

import jax.numpy as jnp

from metamaster.learn.objective import Objective
from metamaster.learn.rules.damped import DampedState, Damping, damped_start, damped_step
from metamaster.learn.rules.rule import Kinds, Rule


def levenberg_marquardt(kinds: Kinds) -> Rule:
    """The rule with a damping that can be learned; what its prior and weights are, the objective says."""
    neutral = Damping(*(jnp.float32(math.log(value)) for value in Damping()))

    def init(learned: Damping, objective: Objective) -> DampedState:
        return damped_start(_positive(learned), objective)

    def update(learned: Damping, objective: Objective, state: DampedState) -> DampedState:
        return damped_step(_positive(learned), objective, state)

    return Rule(neutral, init, update)


def _positive(learned: Damping) -> Damping:
    return Damping(*(jnp.exp(value) for value in learned))
