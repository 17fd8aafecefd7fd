"""Solves a problem by the band model alone: nothing is rendered."""

import numpy as np

from metamaster.learn.problem import Coordinates, Problem, in_numpy, modelled_residual
from metamaster.learn.rules.of_problem import levenberg_marquardt

_STEPS = 12
_SETTLED = 1e-3
"""A step that is taken and lowers the loss by less than this share is the last."""


def solve_modelled(problem: Problem) -> Coordinates:
    """Where Levenberg-Marquardt ends whose errors are the band model's too; deterministic."""
    problem = in_numpy(problem)
    init, update = levenberg_marquardt(modelled_residual)
    state = init(problem)
    for _ in range(_STEPS):
        before = float(state.loss)
        state = update(problem, state)
        if 0.0 < before - float(state.loss) < _SETTLED * before:
            break
    return np.asarray(state.coordinates)
