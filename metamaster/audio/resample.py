"""Sample-rate conversion by libsoxr at its "very high quality" setting (passband to 0.913 Nyquist, 28 bits)."""

from collections.abc import Iterator

import numpy as np
import soxr
from jaxtyping import Float32

from metamaster.audio.source import BLOCK_SAMPLES, Source, windowed

_QUALITY = "VHQ"


def resampled_frames(frames: int, from_rate: int, to_rate: int) -> int:
    """How many samples at ``to_rate`` cover ``frames`` at ``from_rate``, to the nearest."""
    # libsoxr rounds in just these steps, and which way a tie falls depends on them.
    return int(frames / (from_rate / to_rate) + 0.5)


def resample(
    samples: Float32[np.ndarray, "channels samples"], from_rate: int, to_rate: int
) -> Float32[np.ndarray, "channels resampled"]:
    """Samples of shape (channels, samples) at ``from_rate`` Hz, converted to ``to_rate`` Hz."""
    if from_rate == to_rate:
        return samples
    converted = soxr.resample(samples.T, from_rate, to_rate, quality=_QUALITY)
    return np.ascontiguousarray(converted.T)


def resampled(source: Source, sample_rate: int) -> Source:
    """The source at ``sample_rate`` Hz: itself where that is its rate already, else a ``ResampledSource``."""
    return source if source.sample_rate == sample_rate else ResampledSource(source, sample_rate)


class ResampledSource(Source):
    """A source at another sample rate, converted as it is read.

    Wherever reading begins, conversion begins at the start, so that any part equals that part of the whole to the
    bit; who needs many parts reads the whole once, into a ``Spool``.
    """

    def __init__(self, source: Source, sample_rate: int) -> None:
        self.name = source.name
        self.sample_rate = sample_rate
        self.channels = source.channels
        self._source = source

    @property
    def frames(self) -> int:
        """How many samples each channel holds at the new rate."""
        return resampled_frames(self._source.frames, self._source.sample_rate, self.sample_rate)

    @property
    def expected_frames(self) -> int:
        """How many samples each channel is thought to hold at the new rate."""
        return resampled_frames(self._source.expected_frames, self._source.sample_rate, self.sample_rate)

    def blocks(
        self, size: int = BLOCK_SAMPLES, start: int = 0, stop: int | None = None
    ) -> Iterator[Float32[np.ndarray, "channels _"]]:
        """The samples from ``start`` up to ``stop`` at the new rate, in blocks of ``size``."""
        return windowed(self._converted(), size, start, stop)

    def _converted(self) -> Iterator[Float32[np.ndarray, "channels _"]]:
        stream = soxr.ResampleStream(
            self._source.sample_rate, self.sample_rate, self.channels, dtype="float32", quality=_QUALITY
        )
        for block in self._source.blocks():
            yield np.ascontiguousarray(stream.resample_chunk(np.ascontiguousarray(block.T)).T)
        yield np.ascontiguousarray(stream.resample_chunk(np.zeros((0, self.channels), np.float32), last=True).T)
