"""Runs a rule for some steps."""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import jax
import numpy as np

from metamaster.chain.settings import Settings, clamped
from metamaster.learn.problem import Problem, values_at
from metamaster.learn.rules import RULES, Rule


class Adapted(NamedTuple):
    """Where adaptation ended, and the loss at the start and after every step."""

    settings: Settings
    losses: tuple[float, ...]


def adapt(problem: Problem, rule: str, steps: int, progress: Callable[[float], None] = lambda _: None) -> Adapted:
    """Adapts the chain; ``progress`` is told the share of the steps that is done. Deterministic."""
    init, update = _compiled(rule)
    state = init(problem)
    losses = [float(state.loss)]
    for step in range(steps):
        state = update(problem, state)
        losses.append(float(state.loss))
        progress((step + 1) / steps)
    values = np.asarray(values_at(problem, state.coordinates), np.float64)
    return Adapted(clamped(values.tolist()), tuple(losses))


@cache
def _compiled(name: str) -> Rule:
    rule = RULES[name]()
    return Rule(jax.jit(rule.init), jax.jit(rule.update))
