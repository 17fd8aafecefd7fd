"""Gain by one control."""

from collections.abc import Mapping

import numpy as np

from metamaster.chain.pedalboard_renderer.stage import Block


class Gain:
    """Two channels in, two channels out, times the control named ``name`` less ``from_db``, in dB."""

    latency = 0

    def __init__(self, name: str, values: Mapping[str, float], from_db: float = 0.0) -> None:
        self._name, self._from_db = name, from_db
        self.retune(values)

    def retune(self, values: Mapping[str, float]) -> None:
        """Another gain from the next sample on."""
        # JAX has the control in float32, and a last bit of this gain is heard by biquads in float32 (-75 dB).
        gain_db = float(np.float32(values[self._name] - self._from_db))
        self._gain = np.float32(10.0 ** (gain_db / 20.0))

    def process(self, block: Block) -> Block:
        """The next block."""
        return block * self._gain
