"""The map between unconstrained coordinates and physical values, so that an optimiser can never leave a range.

NumPy arrays give NumPy arrays, JAX arrays JAX's.
"""

from functools import cache
from typing import Any

import numpy as np
from jaxtyping import Float

from metamaster.arrays import namespace
from metamaster.chain.parameters import PARAMETERS

_MARGIN = 1e-3
"""Values at the end of a range start this far inside it, where the map still has a slope."""


def physical(coordinates: Float[Any, "52"]) -> Float[Any, "52"]:
    """Values in the table's order and units from coordinates on the whole real line (a logistic curve each)."""
    return value_at(0.5 + 0.5 * namespace(coordinates).tanh(0.5 * coordinates))


def coordinates_of(values: Float[Any, "52"]) -> Float[Any, "52"]:
    """The inverse of ``physical``; a value at the end of its range is taken to be just inside it."""
    xp = namespace(values)
    share = xp.clip(position_of(values), _MARGIN, 1.0 - _MARGIN)
    return xp.log(share) - xp.log1p(-share)


def position_of(values: Float[Any, "52"]) -> Float[Any, "52"]:
    """Where values lie in their ranges, 0 to 1, by the scale of each control (linear or logarithmic)."""
    xp = namespace(values)
    low, high, log = _scales()
    scaled = xp.where(log, xp.log(xp.where(log, values, 1.0)), values)
    return (scaled - low) / (high - low)


def value_at(position: Float[Any, "52"]) -> Float[Any, "52"]:
    """The inverse of ``position_of``."""
    xp = namespace(position)
    low, high, log = _scales()
    scaled = low + (high - low) * position
    return xp.where(log, xp.exp(xp.where(log, scaled, 0.0)), scaled)


@cache
def _scales() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    log = np.array([entry.scale == "log" for entry in PARAMETERS])
    ends = np.array([(entry.low, entry.high) for entry in PARAMETERS])
    ends[log] = np.log(ends[log])
    return ends[:, 0].astype(np.float32), ends[:, 1].astype(np.float32), log
