"""For formulas that serve NumPy, NumPy with derivatives (``dual.py``) and JAX alike: what differs between these."""

from typing import Any

import numpy as np
from jaxtyping import Int

from metamaster.dual import value_of


def namespace(*values: Any) -> Any:
    """``jax.numpy`` where any of the values is JAX's, otherwise ``numpy``, whose functions take ``Dual`` too."""
    for value in values:
        found = getattr(value, "__array_namespace__", None)
        if found is not None and found() is not np:
            return found()
    return np


def constant(values: Any) -> Any:
    """The values themselves, whose derivative is taken to be zero."""
    if namespace(values) is np:
        return value_of(values)
    from jax import lax  # noqa: PLC0415 - slow to import, and not needed for NumPy

    return lax.stop_gradient(values)


def last_highest(levels: Any) -> Int[Any, "entries"]:
    """For each entry of a vector, which one up to it is the highest: a choice, which carries no derivative."""
    levels, xp = constant(levels), namespace(levels)
    index = xp.arange(levels.shape[0])
    if xp is np:
        return np.maximum.accumulate(np.where(levels >= np.maximum.accumulate(levels), index, 0))
    from jax import lax  # noqa: PLC0415 - as above

    return lax.cummax(xp.where(levels >= lax.cummax(levels), index, 0))
