"""A constant offset (DC): found in one pass, and taken off every sample; it cannot be heard and costs headroom."""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float32, Float64

from metamaster.audio.source import BLOCK_SAMPLES, Source

WORTH_REMOVING = 0.001
"""Of full scale. A song's own mean is smaller, and a smaller one is left, so that the samples stay as they are."""


class OffsetMeter:
    """Streams the mean of each channel."""

    def __init__(self, channels: int) -> None:
        self._sums, self._frames = np.zeros(channels), 0

    def add(self, block: Float32[np.ndarray, "channels samples"]) -> None:
        """Takes the next samples."""
        self._sums += block.sum(axis=1, dtype=np.float64)
        self._frames += block.shape[1]

    def result(self) -> Float64[np.ndarray, " channels"]:
        """The mean of everything so far, full scale 1; 0 of nothing."""
        return self._sums / max(self._frames, 1)


class Centred(Source):
    """A source less an offset, full scale 1, of each channel; it raises what reading the source raises."""

    def __init__(self, source: Source, offset: Float64[np.ndarray, " channels"]) -> None:
        self.name, self.sample_rate, self.channels = source.name, source.sample_rate, source.channels
        self._source, self._offset = source, offset.astype(np.float32)[:, None]

    @property
    def frames(self) -> int:
        """How many samples each channel holds."""
        return self._source.frames

    @property
    def expected_frames(self) -> int:
        """How many samples each channel is thought to hold: for progress only."""
        return self._source.expected_frames

    def blocks(
        self, size: int = BLOCK_SAMPLES, start: int = 0, stop: int | None = None
    ) -> Iterator[Float32[np.ndarray, "channels _"]]:
        """The samples from ``start`` up to ``stop``, in blocks of ``size``."""
        for block in self._source.blocks(size, start, stop):
            yield block - self._offset


def less(source: Source, offset: Float64[np.ndarray, " channels"]) -> Source:
    """The source without that offset; the very same source where none is worth removing."""
    return Centred(source, offset) if bool((np.abs(offset) >= WORTH_REMOVING).any()) else source


def without_offset(source: Source) -> Source:
    """The source without its offset, which takes a pass to find; raises what reading the source raises."""
    meter = OffsetMeter(source.channels)
    for block in source.blocks():
        meter.add(block)
    return less(source, meter.result())
