"""Recursive filters that carry their state from block to block."""

import numpy as np
from jaxtyping import Float32, Float64
from scipy import signal

_TINY = 1e-30


class StreamingFilter:
    """A cascade of second-order sections over ``channels`` channels in float64, state carried between calls."""

    def __init__(self, sections: Float64[np.ndarray, "sections 6"], channels: int) -> None:
        self._sections = sections
        self._state = np.zeros((len(sections), channels, 2))

    def __call__(
        self, samples: Float32[np.ndarray, "channels samples"] | Float64[np.ndarray, "channels samples"]
    ) -> Float64[np.ndarray, "channels samples"]:
        """Filter the next samples."""
        filtered, self._state = signal.sosfilt(self._sections, samples, axis=1, zi=self._state)
        # A state that decays through silence would reach denormal numbers, which take the processor ten times longer.
        self._state[np.abs(self._state) < _TINY] = 0.0
        return np.asarray(filtered)
