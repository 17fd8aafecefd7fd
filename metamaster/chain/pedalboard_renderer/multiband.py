"""Multiband dynamics on mid and side: our crossover, Pedalboard's compressors, make-up, sum."""

from collections.abc import Mapping

import numpy as np
import pedalboard

from metamaster.chain.layout import BANDS, juce_time_ms
from metamaster.chain.pedalboard_renderer.crossover import ThreeBands
from metamaster.chain.pedalboard_renderer.processor import Channel, Processor
from metamaster.chain.pedalboard_renderer.stage import Block


class Multiband:
    """Mid/side in, mid/side out; every row has compressors of its own, so the image does not wander."""

    latency = 0

    def __init__(self, values: Mapping[str, float], sample_rate: int) -> None:
        self.rows = (MultibandRow(values, sample_rate), MultibandRow(values, sample_rate))

    def process(self, block: Block) -> Block:
        """The next block of mid and side."""
        return np.stack([row.process(channel) for row, channel in zip(self.rows, block, strict=True)])


class MultibandRow:
    """The three bands of one channel, compressed and summed."""

    def __init__(self, values: Mapping[str, float], sample_rate: int) -> None:
        crossovers = (values["multiband.low_crossover_hz"], values["multiband.high_crossover_hz"])
        self._split = ThreeBands(*crossovers, sample_rate)
        # At 1:1 the gain is exactly 1, and its power function is most of the chain's time.
        self._compressors = [_compressor(values, band, sample_rate) for band in BANDS]
        self._makeup = [np.float32(10.0 ** (values[f"multiband.{band}.makeup_db"] / 20.0)) for band in BANDS]

    def process(self, channel: Channel) -> Channel:
        """The next samples of the channel."""
        out = np.zeros_like(channel)
        bands = self._split.process(channel.astype(np.float64))
        for band, compressor, makeup in zip(bands, self._compressors, self._makeup, strict=True):
            narrow = band.astype(np.float32)
            out += (compressor.process(narrow) if compressor else narrow) * makeup
        return out


def _compressor(values: Mapping[str, float], band: str, sample_rate: int) -> Processor | None:
    where = f"multiband.{band}"
    if values[f"{where}.ratio"] == 1.0:
        return None
    compressor = pedalboard.Compressor(
        threshold_db=values[f"{where}.threshold_db"],
        ratio=values[f"{where}.ratio"],
        attack_ms=juce_time_ms(values[f"{where}.attack_ms"]),
        release_ms=juce_time_ms(values[f"{where}.release_ms"]),
    )
    return Processor(compressor, sample_rate)
