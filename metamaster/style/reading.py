"""Reads the frames of a file of any length, block by block, with one compiled program."""

import math
from collections.abc import Iterable

import numpy as np
from jaxtyping import Float32

from metamaster.compilation import Kept, register
from metamaster.style.descriptor import Style, describe
from metamaster.style.frames import FLOOR, HOP, Frames, analyse_frames, samples_for

CHUNK_FRAMES = 212
"""About ten seconds: the length that adaptation works on too."""

register(Frames, Style)
frames_of = Kept(analyse_frames, "frames")
describe_frames = Kept(describe, "describe")


class FrameReader:
    """Collects frames from blocks of left and right at ``STYLE_RATE``; memory grows by 60 kB a minute of audio."""

    def __init__(self) -> None:
        self._waiting = np.zeros((2, 0), np.float32)
        self._parts: list[Frames] = []

    def add(self, block: Float32[np.ndarray, "2 samples"]) -> None:
        """Takes the next samples."""
        self._waiting = np.concatenate([self._waiting, block], axis=1)
        size = samples_for(CHUNK_FRAMES)
        while self._waiting.shape[1] >= size:
            self._read(self._waiting[:, :size], CHUNK_FRAMES)
            self._waiting = self._waiting[:, CHUNK_FRAMES * HOP :]

    def result(self) -> Frames:
        """All frames so far, as NumPy arrays; the audio must be at least 8192 samples long."""
        rest = (self._waiting.shape[1] - samples_for(1)) // HOP + 1
        if rest > 0:
            padded = np.zeros((2, samples_for(CHUNK_FRAMES)), np.float32)
            padded[:, : self._waiting.shape[1]] = self._waiting
            self._read(padded, rest)
            self._waiting = self._waiting[:, rest * HOP :]
        return join_frames(self._parts)

    def _read(self, samples: Float32[np.ndarray, "2 samples"], keep: int) -> None:
        frames = frames_of(samples)
        self._parts.append(Frames(np.asarray(frames.power)[:, :keep], np.asarray(frames.peak)[:keep]))


def join_frames(parts: Iterable[Frames]) -> Frames:
    """Frames one after another."""
    parts = list(parts)
    return Frames(np.concatenate([part.power for part in parts], axis=1), np.concatenate([part.peak for part in parts]))


def describe_file(frames: Frames) -> Style:
    """The style of a whole file's frames.

    They are filled up with silence, which does not count, to one of a few lengths, so that few programs are compiled.
    """
    missing = round_length(frames.peak.shape[0]) - frames.peak.shape[0]
    power = np.pad(frames.power, ((0, 0), (0, missing), (0, 0)), constant_values=FLOOR)
    return describe_frames(Frames(power, np.pad(frames.peak, (0, missing))))


def round_length(frames: int) -> int:
    """The length that so many frames are filled up to."""
    doublings = max(math.ceil(math.log2(frames / CHUNK_FRAMES)), 0)
    return CHUNK_FRAMES * 2**doublings
