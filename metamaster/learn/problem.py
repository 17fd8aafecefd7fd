"""What adaptation solves: bring the excerpt's rendered features to the target, without straying from the prior."""

from typing import Any, NamedTuple

import jax
import numpy as np
from jaxtyping import Bool, Float

from metamaster.chain.jax_renderer.bounded import coordinates_of, physical
from metamaster.chain.jax_renderer.chain import named, render
from metamaster.learn.band_model import predict
from metamaster.learn.objective import Residual
from metamaster.learn.prior import Prior
from metamaster.style.aspects import ASPECTS, Features, features
from metamaster.style.descriptor import Style, describe
from metamaster.style.frames import STYLE_RATE, Frames, analyse_frames
from metamaster.style.names import Aspect

WEIGHT: dict[Aspect, float] = {"tone": 1.0, "width": 0.7, "dynamics": 0.5, "plr": 0.3}
"""One over the error, in dB, that counts as much as one standard deviation of a control."""
LOUDNESS_WEIGHT = 3.0

Coordinates = Float[Any, "52"]


class Problem(NamedTuple):
    """One adaptation; a pytree of NumPy or JAX arrays, so that programs compiled for one serve all."""

    audio: Float[Any, "2 samples"]
    """The excerpt of the mix, left and right at ``STYLE_RATE``."""
    frames: Frames
    """Its frames."""
    target: Features
    """The features that the rendered excerpt should have."""
    target_lufs: Float[Any, ""]
    start: Coordinates
    precision: Float[Any, "52"]
    free: Bool[Any, "52"]
    fixed: Float[Any, "52"]
    """Physical values of the controls that are not free."""


def make_problem(
    audio: Float[Any, "2 samples"], frames: Frames, target: Features, target_lufs: float, prior: Prior
) -> Problem:
    """The problem of adapting from a prior's start."""
    fixed = np.array(prior.start.values, np.float32)
    return Problem(
        audio=audio,
        frames=frames,
        target={aspect: np.asarray(target[aspect], np.float32) for aspect in ASPECTS},
        target_lufs=np.float32(target_lufs),
        start=coordinates_of(fixed),
        precision=1.0 / prior.spread**2,
        free=prior.free,
        fixed=fixed,
    )


def values_at(problem: Problem, coordinates: Coordinates) -> Float[Any, "52"]:
    """The physical values at those coordinates, in the table's order."""
    return coordinates.__array_namespace__().where(problem.free, physical(coordinates), problem.fixed)


def residual(problem: Problem, coordinates: Coordinates) -> Residual:
    """Weighted errors of the chain's true render."""
    values = named(values_at(problem, coordinates))
    rendered = render(problem.audio, STYLE_RATE, values, exact=False)
    return errors_of(problem, describe(analyse_frames(rendered)))


def modelled_residual(problem: Problem, coordinates: Coordinates) -> Residual:
    """The same by the band model: a thousandth of the cost, and close."""
    return errors_of(problem, describe(predict(problem.frames, named(values_at(problem, coordinates)))))


def modelled_jacobian(problem: Problem, coordinates: Coordinates) -> Float[Any, "entries 52"]:
    """Derivative of the residual to the coordinates, by the band model."""
    return jax.jacfwd(lambda u: modelled_residual(problem, u))(coordinates)


def errors_of(problem: Problem, style: Style) -> Residual:
    """The weighted errors of a render that has that style."""
    found = features(style)
    parts = [WEIGHT[aspect] * (found[aspect] - problem.target[aspect]) for aspect in ASPECTS]
    xp = found["tone"].__array_namespace__()
    too_loud = xp.reshape(style.loudness_lufs - problem.target_lufs, (1,))
    return xp.concatenate([*parts, LOUDNESS_WEIGHT * too_loud])
