"""Second-order sections in series on one channel, in double precision and with state."""

import numpy as np
from jaxtyping import Float64

from metamaster.scipy_kernels import sosfilt

Coefficients = Float64[np.ndarray, "sections 6"]
Signal = Float64[np.ndarray, "samples"]


_REST = 1e-200
"""State below this is rest. No float32 output can tell, and a processor is many times slower near 1e-308."""


class Sections:
    """Filters a channel block by block; rows of ``coefficients`` are b0, b1, b2, 1, a1, a2."""

    def __init__(self, coefficients: Coefficients) -> None:
        self._coefficients = coefficients
        self._state = np.zeros((1, len(coefficients), 2))

    def retune(self, coefficients: Coefficients) -> None:
        """Other coefficients, of as many sections, from the next sample on; the state stays."""
        self._coefficients = coefficients

    def process(self, block: Signal) -> Signal:
        """The next samples of the channel."""
        out = sosfilt(self._coefficients, block[None], self._state)
        self._state[np.abs(self._state) < _REST] = 0.0
        return out[0]
