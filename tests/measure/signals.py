"""Signals that the meters are tried on, float32 and channels first."""

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]


def sine(hz: float, seconds: float, amplitude: float = 1.0, rate: int = 44100, channels: int = 2) -> Samples:
    """The same sine in every channel."""
    time = np.arange(round(seconds * rate)) / rate
    return np.tile((amplitude * np.sin(2 * np.pi * hz * time)).astype(np.float32), (channels, 1))


def tone_lufs(levels: list[tuple[float, float]], rate: int = 48000) -> Samples:
    """A 1 kHz tone in both channels that reads the given (LUFS, seconds) one after the other."""
    parts = [sine(1000.0, seconds, 10 ** (level / 20), rate) for level, seconds in levels]
    return np.concatenate(parts, axis=1)


def noise(frames: int, level: float = 0.1, seed: int = 0, channels: int = 2) -> Samples:
    """White Gaussian noise of that RMS, different in each channel."""
    return (level * np.random.default_rng(seed).standard_normal((channels, frames))).astype(np.float32)


def cut(samples: Samples, at: list[int]) -> list[Samples]:
    """The signal as blocks that meet at the given samples."""
    return np.split(samples, sorted(min(position, samples.shape[1]) for position in at), axis=1)
