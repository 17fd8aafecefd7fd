"""Means of what several predictions say, by their shares."""

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float, Float32

Parts = Sequence[Float[np.ndarray, "entries"]]
Shares = Float[np.ndarray, "parts"]


def mean(parts: Parts, shares: Shares) -> Float32[np.ndarray, "entries"]:
    """Of positions and of changes; shares add up to 1."""
    return (shares @ np.stack(parts)).astype(np.float32)


def mean_of_logs(parts: Parts, shares: Shares) -> Float32[np.ndarray, "entries"]:
    """Of precisions and weights, all > 0."""
    return np.exp(mean([np.log(part) for part in parts], shares))
