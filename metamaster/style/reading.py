"""Reads the frames of a file of any length, block by block."""

from collections.abc import Iterable

import numpy as np
from jaxtyping import Float32

from metamaster.style.descriptor import Style, describe
from metamaster.style.frames import HOP, Frames, analyse_frames, samples_for

_CHUNK_FRAMES = 16
"""Few enough to stay in the processor's cache, and for the BLAS not to wake its threads, which spin more than work."""


class FrameReader:
    """Collects frames from blocks of left and right at ``STYLE_RATE``; memory grows by 300 kB a minute of audio."""

    def __init__(self) -> None:
        self._waiting = np.zeros((2, 0), np.float32)
        self._parts: list[Frames] = []

    def add(self, block: Float32[np.ndarray, "2 samples"]) -> None:
        """Takes the next samples."""
        waiting = np.concatenate([self._waiting, block], axis=1)
        size = samples_for(_CHUNK_FRAMES)
        while waiting.shape[1] >= size:
            self._parts.append(analyse_frames(waiting[:, :size]))
            waiting = waiting[:, _CHUNK_FRAMES * HOP :]
        self._waiting = waiting

    def result(self) -> Frames:
        """All frames so far, as NumPy arrays; the audio must be at least 8192 samples long."""
        rest = (self._waiting.shape[1] - samples_for(1)) // HOP + 1
        if rest > 0:
            self._parts.append(analyse_frames(self._waiting))
            self._waiting = self._waiting[:, rest * HOP :]
        return join_frames(self._parts)


def frames_of(audio: Float32[np.ndarray, "2 samples"]) -> Frames:
    """The frames of audio in memory."""
    reader = FrameReader()
    reader.add(audio)
    return reader.result()


def join_frames(parts: Iterable[Frames]) -> Frames:
    """Frames one after another."""
    parts = list(parts)
    return Frames(np.concatenate([part.power for part in parts], axis=1), np.concatenate([part.peak for part in parts]))


def describe_file(frames: Frames) -> Style:
    """The style of a whole file's frames."""
    return describe(Frames(np.asarray(frames.power), np.asarray(frames.peak)))
