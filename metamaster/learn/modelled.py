"""Solves a problem by the band model alone: nothing is rendered."""

import numpy as np

from metamaster.compilation import Kept, keep_compiled_programs
from metamaster.learn.problem import Coordinates, Problem, modelled_residual
from metamaster.learn.programs import compiled_jacobian
from metamaster.learn.rules.of_problem import levenberg_marquardt

_STEPS = 12
_SETTLED = 1e-3
"""A step that is taken and lowers the loss by less than this share is the last."""

_kept_residual = Kept(modelled_residual, "modelled")


def solve_modelled(problem: Problem) -> Coordinates:
    """Where Levenberg-Marquardt ends whose errors are the band model's too; deterministic."""
    keep_compiled_programs()
    init, update = levenberg_marquardt(_residual, compiled_jacobian)
    state = init(problem)
    for _ in range(_STEPS):
        before = float(state.loss)
        state = update(problem, state)
        if 0.0 < before - float(state.loss) < _SETTLED * before:
            break
    return np.asarray(state.coordinates)


def _residual(problem: Problem, coordinates: Coordinates) -> np.ndarray:
    return np.asarray(_kept_residual(problem, coordinates))
