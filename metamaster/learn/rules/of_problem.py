"""Rules on the problem of a mastering job, which need no training; nothing heavy is imported here."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from metamaster.learn.objective import Objective, objective_of
from metamaster.learn.problem import Problem, modelled_jacobian, modelled_residual
from metamaster.learn.rules.damped import Damping, damped_start, damped_step

JOB_DAMPING = Damping(initial=3e-3)
"""Hardly any at first: of what the band model says, the slope is exact."""


class ProblemRule(NamedTuple):
    """``init(problem)`` gives the state at the start; ``update(problem, state)`` makes one step."""

    init: Callable[[Problem], Any]
    update: Callable[[Problem, Any], Any]


def on_problems(init: Callable[[Objective], Any], update: Callable[[Objective, Any], Any]) -> ProblemRule:
    """The rule of those functions, where a problem's errors by the band model are lowered."""

    def objective(problem: Problem) -> Objective:
        return objective_of(problem, partial(modelled_residual, problem), partial(modelled_jacobian, problem))

    return ProblemRule(
        lambda problem: init(objective(problem)), lambda problem, state: update(objective(problem), state)
    )


def levenberg_marquardt() -> ProblemRule:
    """Gauss-Newton with adaptive damping, set by hand; in NumPy where the problem is."""
    return on_problems(partial(damped_start, JOB_DAMPING), partial(damped_step, JOB_DAMPING))
