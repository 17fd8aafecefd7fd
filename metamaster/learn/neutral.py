"""What is believed of a chain before anything is learned, as arrays: where it starts and how far each control moves."""

from functools import cache
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np
from jaxtyping import Bool, Float32

from metamaster.chain.jax_renderer.bounded import coordinates_of
from metamaster.chain.parameters import INDEX
from metamaster.learn.prior import default_prior
from metamaster.style.aspects import ASPECTS

_HELD = 0.05
"""Standard deviation, in unconstrained coordinates, of what no step moves until training has set it free."""
_REACH = 0.5
"""By how much a unit output of the predictor moves such a control."""
_SET_FROM_OUTSIDE = ("trim.gain_db", "limiter.ceiling_db")
"""Given by the mix's loudness and by delivery: never learned."""


class Neutral(NamedTuple):
    """In the order of the table, in unconstrained coordinates."""

    coordinates: Float32[np.ndarray, "52"]
    """A nearly neutral chain with neither trim nor drive."""
    precision: Float32[np.ndarray, "52"]
    reach: Float32[np.ndarray, "52"]
    """The move that a unit output of the predictor stands for."""
    free: Bool[np.ndarray, "52"]


@cache
def neutral_chain() -> Neutral:
    """The default prior over all aspects; what it does not let move is held firmly instead."""
    prior = default_prior(frozenset(ASPECTS), 0.0, 0.0)
    free = np.ones(len(INDEX), bool)
    free[[INDEX[name] for name in _SET_FROM_OUTSIDE]] = False
    spread = np.where(prior.free, prior.spread, _HELD)
    return Neutral(
        coordinates=np.asarray(coordinates_of(jnp.asarray(prior.start.values, jnp.float32))),
        precision=(1.0 / spread**2).astype(np.float32),
        reach=(np.where(prior.free, prior.spread, _REACH) * free).astype(np.float32),
        free=free,
    )
