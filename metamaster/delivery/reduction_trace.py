"""How hard the limiter worked over time, in a few numbers a second."""

import numpy as np
from jaxtyping import Float32


class ReductionTrace:
    """Streams the largest reduction (≥ 0, in dB) of every ``size`` samples; bounded memory at any length."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._done: list[Float32[np.ndarray, _]] = []
        self._open = np.zeros(0, np.float32)

    def add(self, reduction_db: Float32[np.ndarray, " samples"]) -> None:
        """Takes the reduction of the next samples."""
        waiting = np.concatenate([self._open, reduction_db])
        whole = len(waiting) // self._size * self._size
        self._done.append(waiting[:whole].reshape(-1, self._size).max(axis=1))
        self._open = waiting[whole:]

    def result(self) -> Float32[np.ndarray, " steps"]:
        """The largest reduction in every step; the last step may be shorter."""
        rest = [self._open.max(keepdims=True)] if len(self._open) else []
        return np.concatenate([np.zeros(0, np.float32), *self._done, *rest])
