"""How far the adapted controls could be off: the Gaussian around the solution (Laplace's approximation).

Residual and prior are in standard deviations, so half the squares of both are a negative log posterior, and its
curvature is the inverse of the covariance (MacKay, "Information Theory, Inference, and Learning Algorithms", 27).
"""

from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Float

from metamaster.arrays import namespace
from metamaster.chain.jax_renderer.bounded import physical
from metamaster.chain.parameters import PARAMETERS
from metamaster.chain.uncertainty import Uncertainty
from metamaster.learn.problem import Coordinates, Problem, modelled_jacobian

UNDETERMINED = 0.8
"""A control that keeps this share of the prior's deviation is hardly better known than before."""

_DELIVERED = "limiter.drive_db"
"""What delivery sets again, exactly, so that its deviation would mislead."""


class Posterior(NamedTuple):
    """One standard deviation of every control; without meaning for those that are not free."""

    deviation: Float[Any, "52"]
    """In physical units: half the way between the values one deviation below and above."""
    kept: Float[Any, "52"]
    """The deviation's share of the prior's, 0 to 1."""


def posterior(problem: Problem, coordinates: Coordinates) -> Posterior:
    """The posterior at a solution, for the price of one Jacobian of the band model; in NumPy where that is."""
    slope = modelled_jacobian(problem, coordinates)
    xp = namespace(slope)
    slope = xp.where(problem.free, slope, 0.0)
    precision = xp.where(problem.free, problem.precision, 1.0)
    covariance = xp.linalg.inv(slope.T @ slope + xp.diag(precision))
    deviation = xp.sqrt(xp.diag(covariance))
    reach = physical(coordinates + deviation) - physical(coordinates - deviation)
    return Posterior(0.5 * xp.abs(reach), deviation * xp.sqrt(precision))


def uncertainty_of(problem: Problem, found: Posterior) -> Uncertainty:
    """What is told of it: ± by name, of the controls that were free and that delivery leaves alone."""
    told = [
        (entry.name, float(f"{deviation:.3g}"), kept)
        for entry, free, deviation, kept in zip(
            PARAMETERS, np.asarray(problem.free), np.asarray(found.deviation), np.asarray(found.kept), strict=True
        )
        if free and entry.name != _DELIVERED
    ]
    return Uncertainty(
        {name: deviation for name, deviation, _ in told}, tuple(name for name, _, kept in told if kept > UNDETERMINED)
    )
