"""The rules of a mastering job: they need no training and act on its problem."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import optax

from metamaster.learn.names import LEVENBERG_MARQUARDT
from metamaster.learn.objective import Objective, objective_of
from metamaster.learn.problem import Coordinates, Problem, modelled_jacobian, residual
from metamaster.learn.rules.first_order import gradient_start, gradient_step
from metamaster.learn.rules.levenberg_marquardt import Damping, damped_start, damped_step

OfProblem = Callable[[Problem, Coordinates], Any]


class ProblemRule(NamedTuple):
    """``init(problem)`` gives the state at the start; ``update(problem, state)`` makes one step."""

    init: Callable[[Problem], Any]
    update: Callable[[Problem, Any], Any]


def levenberg_marquardt(residual: OfProblem = residual, jacobian: OfProblem = modelled_jacobian) -> ProblemRule:
    """Gauss-Newton with adaptive damping, set by hand; in NumPy where ``residual`` and ``jacobian`` are."""

    def objective(problem: Problem) -> Objective:
        return objective_of(problem, partial(residual, problem), partial(jacobian, problem))

    return _on_problems(partial(damped_start, Damping()), partial(damped_step, Damping()), objective)


def radam(learning_rate: float = 0.1) -> ProblemRule:
    """Rectified Adam (Liu et al. 2020), what ITO-Master uses; its gradient is normalised before the rectifier."""
    transformation = optax.chain(optax.clip_by_global_norm(1.0), optax.radam(learning_rate))
    return _on_problems(
        partial(gradient_start, transformation), partial(gradient_step, transformation, 1.0), _objective
    )


RULES: dict[str, Callable[[], ProblemRule]] = {LEVENBERG_MARQUARDT: levenberg_marquardt, "radam": radam}


def _on_problems(
    init: Callable[[Objective], Any],
    update: Callable[[Objective, Any], Any],
    objective: Callable[[Problem], Objective],
) -> ProblemRule:
    return ProblemRule(
        lambda problem: init(objective(problem)), lambda problem, state: update(objective(problem), state)
    )


def _objective(problem: Problem) -> Objective:
    return objective_of(problem, partial(residual, problem), partial(modelled_jacobian, problem))
