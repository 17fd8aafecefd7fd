"""Recursive filters that carry their state from block to block."""

import math

import numpy as np
from jaxtyping import Float32, Float64

from metamaster.scipy_kernels import sosfilt

_TINY = 1e-30


class StreamingFilter:
    """A cascade of second-order sections over ``channels`` channels in float64, state carried between calls."""

    def __init__(self, sections: Float64[np.ndarray, "sections 6"], channels: int) -> None:
        self._sections = sections
        self._state = np.zeros((channels, len(sections), 2))

    def __call__(
        self, samples: Float32[np.ndarray, "channels samples"] | Float64[np.ndarray, "channels samples"]
    ) -> Float64[np.ndarray, "channels samples"]:
        """Filter the next samples."""
        filtered = sosfilt(self._sections, samples, self._state)
        # A state that decays through silence would reach denormal numbers, which take the processor ten times longer.
        self._state[np.abs(self._state) < _TINY] = 0.0
        return filtered


def sections_response(
    sections: Float64[np.ndarray, "sections 6"], hz: Float64[np.ndarray, " bins"], sample_rate: int
) -> Float64[np.ndarray, " bins"]:
    """Give the power response of a cascade at those frequencies."""
    delays = np.exp(-2j * np.pi * np.asarray(hz)[:, None] / sample_rate * np.arange(3))
    above, below = delays @ sections[:, :3].T, delays @ sections[:, 3:].T
    return np.asarray(np.prod(np.abs(above / below) ** 2, axis=1))


def butterworth(corner_hz: float, sample_rate: int) -> tuple[list[float], list[float]]:
    """Give the low-pass and the high-pass of 2nd order with that corner, each as one section."""
    k = math.tan(math.pi * corner_hz / sample_rate)
    scale = 1.0 / (1.0 + math.sqrt(2.0) * k + k * k)
    poles = [1.0, 2.0 * (k * k - 1.0) * scale, (1.0 - math.sqrt(2.0) * k + k * k) * scale]
    return [k * k * scale, 2.0 * k * k * scale, k * k * scale, *poles], [scale, -2.0 * scale, scale, *poles]
