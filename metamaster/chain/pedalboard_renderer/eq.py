"""The equaliser on mid and side."""

from collections.abc import Mapping

import numpy as np

from metamaster.chain.layout import EQ_MID, EQ_SIDE
from metamaster.chain.pedalboard_renderer.filters import FilterRow
from metamaster.chain.pedalboard_renderer.stage import Block


class Equaliser:
    """Mid/side in, mid/side out."""

    latency = 0

    def __init__(self, values: Mapping[str, float], sample_rate: int) -> None:
        self.rows = tuple(FilterRow(slots, values, sample_rate) for slots in (EQ_MID, EQ_SIDE))

    def process(self, block: Block) -> Block:
        """The next block of mid and side."""
        return np.stack([row.process(channel) for row, channel in zip(self.rows, block, strict=True)])
