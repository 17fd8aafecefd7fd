"""What every room reads audio from: a named stream of float32 blocks that can be read again from anywhere."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from typing import TypeAlias

import numpy as np
from jaxtyping import Float32

Block: TypeAlias = Float32[np.ndarray, "channels samples"]

BLOCK_SAMPLES = 65536


class Source(ABC):
    """A mono or stereo signal that is read in blocks of shape (channels, samples), full scale ±1.

    It may be read any number of times and holds nothing open between readings. Every block but the last has the size
    asked for. Reading raises what ``metamaster.errors`` says about inputs.
    """

    name: str
    sample_rate: int
    channels: int

    @property
    @abstractmethod
    def frames(self) -> int:
        """How many samples each channel holds."""
        ...

    @property
    def expected_frames(self) -> int:
        """How many samples each channel is thought to hold, told without reading any: for progress only."""
        return self.frames

    @abstractmethod
    def blocks(
        self, size: int = BLOCK_SAMPLES, start: int = 0, stop: int | None = None
    ) -> Iterator[Float32[np.ndarray, "channels _"]]:
        """The samples from ``start`` up to ``stop`` (to the end if None or beyond it), in blocks of ``size``."""
        ...

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.frames / self.sample_rate

    def share(self, samples: int) -> float:
        """How much of the whole so many samples are thought to be, 0 to 1: for progress only."""
        return min(samples / max(self.expected_frames, 1), 1.0)

    def read(self, start: int = 0, stop: int | None = None) -> Float32[np.ndarray, "channels samples"]:
        """The samples from ``start`` up to ``stop`` (to the end if None or beyond it), as one array."""
        none = np.zeros((self.channels, 0), np.float32)
        return np.concatenate([none, *self.blocks(start=start, stop=stop)], axis=1)


def stereo(block: Float32[np.ndarray, "channels samples"]) -> Float32[np.ndarray, "2 samples"]:
    """Two channels, shape (2, samples), from one (copied to both) or two (returned as they are)."""
    return np.repeat(block, 2, axis=0) if block.shape[0] == 1 else block


def windowed(
    blocks: Iterable[Float32[np.ndarray, "channels _"]], size: int, start: int, stop: int | None
) -> Iterator[Float32[np.ndarray, "channels _"]]:
    """Cut a stream of blocks of any sizes down to samples ``start`` to ``stop``, in blocks of exactly ``size``.

    What lies beyond ``stop`` is not asked for. The last block may be shorter.
    """
    waiting: list[Block] = []
    held, at = 0, 0
    for block in blocks:
        end = block.shape[1] if stop is None else min(block.shape[1], stop - at)
        piece = block[:, max(start - at, 0) : max(end, 0)]
        if piece.shape[1]:  # an empty piece would keep all of its block in memory
            waiting.append(piece)
        held += piece.shape[1]
        at += block.shape[1]
        if held >= size:
            joined = np.concatenate(waiting, axis=1)
            whole = held - held % size
            yield from (np.ascontiguousarray(joined[:, i : i + size]) for i in range(0, whole, size))
            waiting, held = [joined[:, whole:]], held - whole
        if stop is not None and at >= stop:
            break
    if held:
        yield np.concatenate(waiting, axis=1)
