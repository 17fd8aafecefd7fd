"""What adaptation solves: bring the excerpt's features to the target, without straying from the prior.

The features are those that the band model says the chain will give: nothing is rendered.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Bool, Float

from metamaster.arrays import namespace
from metamaster.chain.jax_renderer.bounded import coordinates_of, physical
from metamaster.chain.parameters import named
from metamaster.dual import variables
from metamaster.learn.band_model import predict
from metamaster.learn.objective import Residual
from metamaster.learn.prior import Prior
from metamaster.style.aspects import ASPECTS, Features, features
from metamaster.style.descriptor import Style, describe
from metamaster.style.frames import Frames
from metamaster.style.names import Aspect

WEIGHT: dict[Aspect, float] = {"tone": 1.0, "width": 0.7, "dynamics": 0.5, "plr": 0.3}
"""One over the error, in dB, that counts as much as one standard deviation of a control."""
LOUDNESS_WEIGHT = 3.0
SUREST_DB: dict[Aspect, float] = {"tone": 0.0, "width": 0.0, "dynamics": 0.3, "plr": 0.3}
"""In a job no predicted target counts as if it were surer.

Training takes the band model for the chain. What the chain itself does to dynamics and peaks is foretold no better.
"""

_NESTED = ("frames", "target", "weight")

Coordinates = Float[Any, "52"]


class Problem(NamedTuple):
    """One adaptation; a pytree of NumPy or JAX arrays, so that programs compiled for one serve all."""

    frames: Frames
    """Those of the excerpt of the mix."""
    target: Features
    """The features that the excerpt should have after the chain."""
    weight: Features
    """What an error of 1 dB in each counts."""
    target_lufs: Float[Any, ""]
    start: Coordinates
    precision: Float[Any, "52"]
    free: Bool[Any, "52"]
    fixed: Float[Any, "52"]
    """Physical values of the controls that are not free."""


def make_problem(
    frames: Frames,
    target: Features,
    target_lufs: float,
    prior: Prior,
    weight: Features | None = None,
) -> Problem:
    """The problem of adapting from a prior's start; without weights those of ``WEIGHT`` count."""
    fixed = np.array(prior.start.values, np.float32)
    weight = weight or {aspect: np.full(np.shape(target[aspect]), WEIGHT[aspect]) for aspect in ASPECTS}
    return Problem(
        frames=frames,
        target={aspect: np.asarray(target[aspect], np.float32) for aspect in ASPECTS},
        weight={aspect: np.asarray(weight[aspect], np.float32) for aspect in ASPECTS},
        target_lufs=np.float32(target_lufs),
        start=coordinates_of(fixed),
        precision=1.0 / prior.spread**2,
        free=prior.free,
        fixed=fixed,
    )


def counting(weight: Features) -> Features:
    """What an error of 1 dB counts, of weights that are one over how sure a predicted target is, in dB."""
    return {aspect: weight[aspect] / (1.0 + SUREST_DB[aspect] * weight[aspect]) for aspect in ASPECTS}


def values_at(problem: Problem, coordinates: Coordinates) -> Float[Any, "52"]:
    """The physical values at those coordinates, in the table's order."""
    return namespace(coordinates).where(problem.free, physical(coordinates), problem.fixed)


def in_numpy(problem: Problem) -> Problem:
    """The same problem, all of its arrays NumPy's."""

    def by_aspect(found: Features) -> Features:
        return {aspect: np.asarray(found[aspect]) for aspect in ASPECTS}

    plain = {name: np.asarray(array) for name, array in problem._asdict().items() if name not in _NESTED}
    frames = Frames(*map(np.asarray, problem.frames))
    return problem._replace(frames=frames, target=by_aspect(problem.target), weight=by_aspect(problem.weight), **plain)


def modelled_residual(problem: Problem, coordinates: Coordinates) -> Residual:
    """Weighted errors of what the band model says the chain will give: a thousandth of the cost of a render."""
    return _modelled(problem, named(values_at(problem, coordinates)))


def modelled_jacobian(problem: Problem, coordinates: Coordinates) -> Float[Any, "entries 52"]:
    """Derivative of the residual to the coordinates, by the band model; in NumPy or in JAX, as the coordinates are."""
    if namespace(coordinates, problem.start) is np:
        return _in_dual_numbers(problem, coordinates)
    import jax  # noqa: PLC0415 - slow to import, and not needed for NumPy

    return jax.jacfwd(lambda u: modelled_residual(problem, u))(coordinates)


def _in_dual_numbers(problem: Problem, coordinates: Coordinates) -> Float[np.ndarray, "entries 52"]:
    moving = physical(variables(coordinates, problem.free))
    # What is not free has no slope, and as a plain number it costs nothing.
    values = [moving[at] if free else problem.fixed[at] for at, free in enumerate(problem.free)]
    errors = _modelled(problem, named(values))
    jacobian = np.zeros((len(errors), len(coordinates)), np.float32)
    jacobian[:, problem.free] = errors.slope.T
    return jacobian


def _modelled(problem: Problem, values: Mapping[str, Any]) -> Residual:
    return errors_of(problem, describe(predict(problem.frames, values)))


def errors_of(problem: Problem, style: Style) -> Residual:
    """The weighted errors of an excerpt that has that style after the chain."""
    found = features(style)
    parts = [problem.weight[aspect] * (found[aspect] - problem.target[aspect]) for aspect in ASPECTS]
    too_loud = style.loudness_lufs - problem.target_lufs
    xp = namespace(too_loud)
    too_loud = xp.reshape(too_loud, (1,))
    return xp.concatenate([*parts, LOUDNESS_WEIGHT * too_loud])
