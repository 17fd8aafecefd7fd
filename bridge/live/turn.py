"""A gain that moves without a click, and costs nothing while it is 1."""

import numpy as np
from jaxtyping import Float32

Gain = Float32[np.ndarray, " samples"] | float


class Turn:
    """Goes to wherever it is wanted along a straight line over ``length`` samples."""

    def __init__(self, length: int) -> None:
        self._length = length
        self._gain = self._goal = 1.0
        self._left = 0
        self._step = 0.0

    def gains(self, samples: int, goal: float) -> Gain:
        """The gain of each of the next samples; a number where it stands still."""
        if goal != self._goal:
            self._goal, self._left = goal, self._length
            self._step = (goal - self._gain) / self._length
        if not self._left:
            return self._gain
        moving = min(self._left, samples)
        gains = np.full(samples, self._goal, np.float32)
        gains[:moving] = self._gain + self._step * np.arange(1, moving + 1)
        self._left -= moving
        self._gain = self._goal if not self._left else self._gain + self._step * moving
        return gains


def turned(sound: Float32[np.ndarray, "2 samples"], gain: Gain) -> Float32[np.ndarray, "2 samples"]:
    """The sound times the gain; to the bit where that is 1."""
    if isinstance(gain, float):
        return sound if gain == 1.0 else sound * np.float32(gain)
    return sound * gain
