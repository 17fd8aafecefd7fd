"""One Pedalboard processor on one channel, whose state survives blocks of any size."""

import numpy as np
import pedalboard
from jaxtyping import Float32

from metamaster.chain.pedalboard_renderer.stage import MAX_BLOCK

Channel = Float32[np.ndarray, "samples"]


class Processor:
    """Wraps a Pedalboard plugin or board; blocks may have from 1 to ``MAX_BLOCK`` samples."""

    def __init__(self, plugin: pedalboard.Plugin | pedalboard.Pedalboard, sample_rate: int) -> None:
        self._plugin = plugin
        self._sample_rate = sample_rate
        # Pedalboard prepares itself again, and forgets its state, when a block is larger than any before it:
        # a first block of silence of the largest size makes that happen now and never again.
        self.process(np.zeros(MAX_BLOCK, np.float32))

    def process(self, channel: Channel) -> Channel:
        """The next samples of the channel."""
        out: np.ndarray = self._plugin.process(channel[None], self._sample_rate, MAX_BLOCK, reset=False)
        return out[0]
