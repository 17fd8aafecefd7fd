"""The errors of the chain's true render in JAX, which have exact derivatives."""

from metamaster.chain.jax_renderer.chain import render
from metamaster.chain.parameters import named
from metamaster.learn.objective import Residual
from metamaster.learn.problem import Coordinates, Problem, errors_of, values_at
from metamaster.style.descriptor import describe
from metamaster.style.frames import STYLE_RATE, analyse_frames


def residual(problem: Problem, coordinates: Coordinates) -> Residual:
    """Weighted errors of the chain's true render."""
    values = named(values_at(problem, coordinates))
    rendered = render(problem.audio, STYLE_RATE, values, exact=False)
    return errors_of(problem, describe(analyse_frames(rendered)))
