"""Runs a rule for some steps."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from metamaster.chain.settings import Settings, clamped
from metamaster.chain.uncertainty import Uncertainty
from metamaster.learn.problem import Problem, in_numpy, values_at
from metamaster.learn.rule_of_job import rule_of_job
from metamaster.learn.uncertainty import posterior, uncertainty_of

_LEAST_STEPS = 2


class Adapted(NamedTuple):
    """Where adaptation ended, the loss at the start and after every step, and how sure the end is."""

    settings: Settings
    losses: tuple[float, ...]
    uncertainty: Uncertainty | None
    """None where no step was made: the start is no solution."""


def adapt(
    problem: Problem,
    rule: str,
    steps: int,
    progress: Callable[[float], None] = lambda _: None,
    settled: float = 0.0,
) -> Adapted:
    """Adapts the chain in at most so many steps; deterministic.

    ``progress`` is told the share of the steps that is done. Adaptation has settled, and ends, when after two steps
    or more the last one lowered the loss, but by less than the share ``settled``.
    """
    init, update = rule_of_job(rule)
    problem = in_numpy(problem)
    state = init(problem)
    losses = [float(state.loss)]
    for step in range(steps):
        if step >= _LEAST_STEPS and 0.0 < losses[-2] - losses[-1] < settled * losses[-2]:
            break
        state = update(problem, state)
        losses.append(float(state.loss))
        progress((step + 1) / steps)
    # Six digits are more than anyone hears, and give 0.8 back as 0.8.
    values = [float(f"{value:.6g}") for value in np.asarray(values_at(problem, state.coordinates))]
    if not steps:
        return Adapted(clamped(values), tuple(losses), None)
    sure = uncertainty_of(problem, posterior(problem, np.asarray(state.coordinates)))
    return Adapted(clamped(values), tuple(losses), sure)
