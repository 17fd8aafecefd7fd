"""A chain that nobody hears: it may be late, and so takes what came in larger pieces, which costs less."""

import numpy as np
from jaxtyping import Float32

from metamaster.chain.pedalboard_renderer.chain import Chain

PIECE = 1024
"""Samples at a time, or a block where blocks are longer: most of what a small block costs is asking for it."""

Block = Float32[np.ndarray, "2 samples"]


class Trailing:
    """Keeps what comes in until there is a piece of it; any partition of the sound gives the chain's same bits."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        self._waiting: list[Block] = []

    @property
    def due(self) -> bool:
        """Whether a piece waits."""
        return sum(block.shape[1] for block in self._waiting) >= PIECE

    def add(self, block: Block) -> None:
        """The next samples, to be played later."""
        self._waiting.append(block)

    def catch_up(self) -> tuple[Block, Block]:
        """Plays all that waits; what went in, and what came out."""
        taken = np.concatenate([np.zeros((2, 0), np.float32), *self._waiting], axis=1)
        self._waiting = []
        return taken, self.chain.process(taken) if taken.shape[1] else taken

    def skip(self) -> None:
        """What waits is not played."""
        self._waiting = []
