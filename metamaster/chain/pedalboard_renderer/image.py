"""Stereo image on the side channel."""

from collections.abc import Mapping

import numpy as np

from metamaster.chain.layout import SIDE_IMAGE, image_slot_values
from metamaster.chain.pedalboard_renderer.filters import FilterRow
from metamaster.chain.pedalboard_renderer.stage import Block


class Image:
    """Mid/side in, mid/side out; the mid is left as it is."""

    latency = 0

    def __init__(self, values: Mapping[str, float], sample_rate: int) -> None:
        self._side = FilterRow(SIDE_IMAGE, image_slot_values(values), sample_rate)
        self._gain = np.float32(10.0 ** (values["image.mid_width_db"] / 20.0))

    def process(self, block: Block) -> Block:
        """The next block of mid and side."""
        return np.stack([block[0], self._side.process(block[1]) * self._gain])
