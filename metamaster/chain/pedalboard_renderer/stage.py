"""What every streaming stage offers, offline and live alike."""

from typing import Protocol, runtime_checkable

import numpy as np
from jaxtyping import Float32

Block = Float32[np.ndarray, "2 samples"]
MAX_BLOCK = 65536
"""Pedalboard re-prepares and forgets its state when a block is larger than any before, so this is always said."""


@runtime_checkable
class Stage(Protocol):
    """Takes blocks of any size and gives as many samples back, delayed by ``latency``; keeps its state."""

    latency: int

    def process(self, block: Block) -> Block:
        """The next block, (2, samples) float32, of at most ``MAX_BLOCK`` samples."""
        ...
