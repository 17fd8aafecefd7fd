"""The compiled programs of adaptation."""

from functools import cache
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from metamaster.chain.parameters import PARAMETERS
from metamaster.compilation import Kept, keep_compiled_programs, register
from metamaster.learn.excerpt import EXCERPT_FRAMES
from metamaster.learn.names import LEVENBERG_MARQUARDT
from metamaster.learn.problem import Coordinates, Problem, modelled_jacobian
from metamaster.learn.rules import RULES, ProblemRule
from metamaster.learn.rules.of_problem import levenberg_marquardt
from metamaster.learn.shipped import shipped_residual
from metamaster.style.frames import Frames, samples_for

register(Frames, Problem)
_kept_jacobian = Kept(modelled_jacobian, "jacobian")


def compiled_jacobian(problem: Problem, coordinates: Coordinates) -> np.ndarray:
    """The Jacobian of the band model, compiled; a NumPy array."""
    return np.asarray(_kept_jacobian(problem, coordinates))


@cache
def compiled_rule(name: str) -> ProblemRule:
    """The rule of that name, compiled where it has to be."""
    keep_compiled_programs()
    if name == LEVENBERG_MARQUARDT:
        return levenberg_marquardt(shipped_residual, compiled_jacobian)
    rule = RULES[name]()
    # The states of optax's transformations have no names that could be kept.
    return ProblemRule(jax.jit(rule.init), jax.jit(rule.update))


def make_ready(name: str) -> None:
    """Loads what adapting with that rule needs, or compiles it and keeps it."""
    compiled_rule(name)
    problem = _problem_shapes()
    _kept_jacobian.prepare(problem, problem.start)


def _shape(*sizes: int, dtype: Any = jnp.float32) -> Any:
    return jax.ShapeDtypeStruct(sizes, dtype)


def _problem_shapes() -> Problem:
    controls = len(PARAMETERS)
    return Problem(
        audio=_shape(2, samples_for(EXCERPT_FRAMES)),
        frames=Frames(_shape(2, EXCERPT_FRAMES, 29), _shape(EXCERPT_FRAMES)),
        target={"tone": _shape(29), "width": _shape(10), "dynamics": _shape(27), "plr": _shape(1)},
        target_lufs=_shape(),
        start=_shape(controls),
        precision=_shape(controls),
        free=_shape(controls, dtype=jnp.bool_),
        fixed=_shape(controls),
    )
