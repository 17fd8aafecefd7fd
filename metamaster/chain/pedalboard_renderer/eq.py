"""The equaliser on mid and side."""

from collections.abc import Mapping
from functools import partial

import numpy as np

from metamaster.chain.lanes import NO_LANES, Lanes
from metamaster.chain.layout import EQ_MID, EQ_SIDE
from metamaster.chain.pedalboard_renderer.filters import FilterRow
from metamaster.chain.pedalboard_renderer.moving import playing
from metamaster.chain.pedalboard_renderer.stage import Block


class Equaliser:
    """Mid/side in, mid/side out."""

    latency = 0

    def __init__(self, values: Mapping[str, float], sample_rate: int, lanes: Lanes = NO_LANES) -> None:
        self.rows = tuple(
            playing(partial(FilterRow, slots, sample_rate=sample_rate), prefix, values, lanes, sample_rate)
            for prefix, slots in (("eq.mid.", EQ_MID), ("eq.side.", EQ_SIDE))
        )

    def process(self, block: Block) -> Block:
        """The next block of mid and side."""
        return np.stack([row.process(channel) for row, channel in zip(self.rows, block, strict=True)])
