"""The map between unconstrained coordinates and physical values, so that an optimiser can never leave a range."""

from functools import cache

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array
from jaxtyping import Float

from metamaster.chain.parameters import PARAMETERS

_MARGIN = 1e-3
"""Values at the end of a range start this far inside it, where the map still has a slope."""


def physical(coordinates: Float[Array, "52"]) -> Float[Array, "52"]:
    """Values in the table's order and units from coordinates on the whole real line (a logistic curve each)."""
    low, high, log = _scales()
    position = low + (high - low) * jax.nn.sigmoid(coordinates)
    return jnp.where(log, jnp.exp(jnp.where(log, position, 0.0)), position)


def coordinates_of(values: Float[Array, "52"]) -> Float[Array, "52"]:
    """The inverse of ``physical``; a value at the end of its range is taken to be just inside it."""
    low, high, log = _scales()
    position = jnp.where(log, jnp.log(jnp.where(log, values, 1.0)), values)
    share = jnp.clip((position - low) / (high - low), _MARGIN, 1.0 - _MARGIN)
    return jnp.log(share) - jnp.log1p(-share)


@cache
def _scales() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    log = np.array([entry.scale == "log" for entry in PARAMETERS])
    ends = np.array([(entry.low, entry.high) for entry in PARAMETERS])
    ends[log] = np.log(ends[log])
    return ends[:, 0].astype(np.float32), ends[:, 1].astype(np.float32), log
