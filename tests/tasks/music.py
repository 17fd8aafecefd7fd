"""Short made music for the tests of tasks."""

from pathlib import Path

import numpy as np
import soundfile

RATE = 44100


def tune(seconds: float, seed: int, slope_db: float = -4.5, rate: int = RATE) -> np.ndarray:
    """Stereo noise that falls by so many dB an octave, with beats and a side of its own, at about −20 LUFS."""
    frames = round(seconds * rate)
    pair = np.random.default_rng(seed).standard_normal((2, frames))
    hz = np.maximum(np.fft.rfftfreq(frames, 1.0 / rate), 30.0)
    mid, side = np.fft.irfft(np.fft.rfft(pair) * (hz / 1000.0) ** (slope_db / 6.02), frames)
    beat = 0.25 + np.abs(np.cos(2.0 * np.pi * np.arange(frames) / rate)) ** 4
    sound = np.stack([mid + 0.4 * side, mid - 0.4 * side]) * beat
    return np.ascontiguousarray(0.08 * sound / sound.std(), dtype=np.float32)


def written(path: Path, audio: np.ndarray, rate: int = RATE) -> Path:
    """The audio in a file of that name, whose folders are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, audio.T, rate)
    return path
