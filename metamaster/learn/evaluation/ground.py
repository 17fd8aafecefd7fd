"""Where adaptation takes place on one trial: what is moved, what is lowered, and which chain follows from it.

Every rule runs on every ground, so that rules are compared from the same start with the same aim.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Literal

import jax
import numpy as np

from metamaster.chain.settings import Settings, clamped
from metamaster.learn.aim import Aim
from metamaster.learn.evaluation.heard import OPTIONS, Heard
from metamaster.learn.evaluation.rendering import excerpt_of, rendered_residual
from metamaster.learn.objective import Objective, ResidualFunction, Variables, loss
from metamaster.learn.posed import problem_of, problem_on
from metamaster.learn.problem import Problem, in_numpy, modelled_jacobian, modelled_residual, values_at
from metamaster.learn.rules.rule import Kinds
from metamaster.learn.scopes.chain import control_kinds
from metamaster.style.reading import frames_of

Look = Literal["frames", "render"]
"""What a step looks at: the band model of the chain, or the chain as it ships with the band model's Jacobian."""


@dataclass(frozen=True, eq=False)
class Ground:
    """An objective on NumPy arrays, the kinds of its variables, and the chain at any of them."""

    objective: Objective
    kinds: Kinds
    settings: Callable[[Variables], Settings]


Grounding = Callable[[Heard], Ground]
Gradient = Callable[[Variables], np.ndarray]


def shipped_ground(look: Look, heard: Heard) -> Ground:
    """As a mastering job starts that was given nothing else."""
    return aimed_ground(look, heard, heard.aim())


def styled_ground(style: str, look: Look, heard: Heard) -> Ground:
    """As a mastering job starts that was told this way to tell style from content."""
    return aimed_ground(look, heard, heard.aim(style))


def aimed_ground(look: Look, heard: Heard, aim: Aim) -> Ground:
    """From where the aim has the chain begin, a neutral chain if it says nothing, towards that aim."""
    problem, residual, gradient = _in_frames(heard, aim) if look == "frames" else _in_renders(heard, aim)
    jacobian = partial(modelled_jacobian, problem)
    objective = Objective(problem.start, problem.precision, problem.free, residual, jacobian, gradient)
    return Ground(objective, control_kinds(), lambda u: settings_of(values_at(problem, np.asarray(u))))


def _in_frames(heard: Heard, aim: Aim) -> tuple[Problem, ResidualFunction, Gradient]:
    problem = in_numpy(problem_of(heard.mix, aim, OPTIONS))

    def residual(variables: Variables) -> Any:
        # Of JAX's arrays, which rules on gradients step to, every loop of the model would be compiled anew.
        return modelled_residual(problem, np.asarray(variables))

    return problem, residual, partial(_modelled_gradient(), problem)


def _in_renders(heard: Heard, aim: Aim) -> tuple[Problem, ResidualFunction, Gradient]:
    audio = excerpt_of(heard.mix)
    problem = in_numpy(problem_on(frames_of(audio), heard.mix, aim, OPTIONS))
    residual = partial(rendered_residual, audio, problem)
    return problem, residual, partial(through, problem, residual, partial(modelled_jacobian, problem))


def settings_of(values: Any) -> Settings:
    """Settings with the six digits that are more than anyone hears."""
    return clamped([float(f"{value:.6g}") for value in np.asarray(values)])


def through(anchor: Any, residual: ResidualFunction, jacobian: Callable[[Variables], Any], variables: Variables) -> Any:
    """The gradient of the loss at those variables, from errors and a Jacobian of them."""
    stray = np.where(anchor.free, anchor.precision * (np.asarray(variables) - anchor.start), 0.0)
    return jacobian(variables).T @ residual(variables) + stray


@cache
def _modelled_gradient() -> Callable[[Problem, Variables], np.ndarray]:
    def total(variables: Variables, problem: Problem) -> Any:
        return loss(problem, variables, modelled_residual(problem, variables))

    slope = jax.jit(jax.grad(total))
    return lambda problem, variables: np.asarray(slope(np.asarray(variables), problem))
