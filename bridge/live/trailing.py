"""A chain that nobody hears: it may be late, and so takes what came in larger pieces, which costs less."""

import numpy as np
from jaxtyping import Float32

from metamaster.chain.pedalboard_renderer.chain import Chain

BLOCKS = 4
LONGEST = 1024
"""A piece is so many blocks, or samples where that is less: most of what a small block costs is asking for it."""

Block = Float32[np.ndarray, "2 samples"]


class Trailing:
    """Keeps what comes in until there is a piece of it; any partition of the sound gives the chain's same bits."""

    def __init__(self, chain: Chain) -> None:
        self._chain = chain
        self._waiting: list[Block] = []
        self._samples = self._played = 0

    @property
    def due(self) -> bool:
        """Whether a piece waits."""
        return len(self._waiting) >= BLOCKS or self._samples >= LONGEST

    def add(self, block: Block) -> None:
        """The next samples, to be played later."""
        self._waiting.append(block)
        self._samples += block.shape[1]

    def catch_up(self) -> tuple[int, Block, Block]:
        """Plays all that waits: how many samples were added before it, what goes in, and what comes out."""
        start, taken = self._played, np.concatenate([np.zeros((2, 0), np.float32), *self._waiting], axis=1)
        self.skip()
        return start, taken, self._chain.process(taken) if taken.shape[1] else taken

    def skip(self) -> None:
        """What waits is not played."""
        self._played += self._samples
        self._samples, self._waiting = 0, []
