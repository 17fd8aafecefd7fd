"""Saturation: Pedalboard's tanh with unity gain for quiet sound, blended with the clean signal."""

from collections.abc import Mapping

import numpy as np
import pedalboard

from metamaster.chain.pedalboard_renderer.processor import Processor
from metamaster.chain.pedalboard_renderer.stage import Block


class Saturation:
    """Left/right in, left/right out."""

    latency = 0

    def __init__(self, values: Mapping[str, float], sample_rate: int) -> None:
        self._plugins = [pedalboard.Distortion(values["saturation.drive_db"]) for _ in range(2)]
        self._curves = [Processor(plugin, sample_rate) for plugin in self._plugins]
        self.retune(values)

    def retune(self, values: Mapping[str, float]) -> None:
        """Other values from the next sample on."""
        drive_db = values["saturation.drive_db"]
        for plugin in self._plugins:
            plugin.drive_db = drive_db
        self._blend = values["saturation.blend"]
        self._wet = np.float32(self._blend / 10.0 ** (drive_db / 20.0))

    def process(self, block: Block) -> Block:
        """The next block of left and right."""
        if self._blend == 0.0:
            return block
        wet = np.stack([curve.process(row) for curve, row in zip(self._curves, block, strict=True)])
        return np.float32(1.0 - self._blend) * block + self._wet * wet
