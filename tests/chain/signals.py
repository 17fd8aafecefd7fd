"""Signals and values that the chain's tests share."""

import numpy as np
from scipy.signal import butter, sosfilt

from benchmarks.parity import Audio, Values, random_values
from metamaster.chain.settings import DEFAULTS

SAMPLE_RATE = 44100


def noise(samples: int, level: float = 0.2, seed: int = 0) -> Audio:
    """Gaussian noise, left and right unlike each other."""
    return (level * np.random.default_rng(seed).standard_normal((2, samples))).astype(np.float32)


def swelling(samples: int, seed: int = 0) -> Audio:
    """Noise that comes and goes, so that compressors and limiter work."""
    return noise(samples, 0.3, seed) * np.sin(np.linspace(0.0, 7.0, samples, dtype=np.float32)) ** 2


def music_like(seconds: float, sample_rate: int, seed: int = 0) -> Audio:
    """A drum and a bass in the middle, wide chords and cymbals: crest, spectrum and width of a mix."""
    rng = np.random.default_rng(seed)
    t = np.arange(round(seconds * sample_rate)) / sample_rate
    beat = t % 0.5
    drum = 0.5 * np.sin(2.0 * np.pi * (50.0 * beat - 3.0 * np.exp(-30.0 * beat))) * np.exp(-8.0 * beat)
    bass = 0.2 * np.tanh(3.0 * np.sin(2.0 * np.pi * 55.0 * t)) * np.minimum(1.0, 20.0 * beat)
    cymbals = sosfilt(butter(2, 3000.0, "highpass", fs=sample_rate, output="sos"), rng.standard_normal((2, t.size)))
    detuned = np.array([[220.0, 277.2, 329.6], [221.0, 276.4, 330.7]])
    chords = np.sin(2.0 * np.pi * detuned[:, :, None] * t + rng.uniform(0.0, 6.0, (2, 3, 1))).sum(axis=1)
    mix = drum + bass + 0.06 * chords + 0.1 * cymbals * np.exp(-25.0 * (t % 0.25))
    return np.asarray(mix, np.float32)


def impulse(samples: int) -> Audio:
    """A single sample of full scale on both rows."""
    return np.eye(1, samples, dtype=np.float32).repeat(2, axis=0)


def neutral(**changes: float) -> Values:
    """A chain that leaves the sound as it is, with some controls moved; dots in names are double underscores."""
    return DEFAULTS.as_dict() | {name.replace("__", "."): value for name, value in changes.items()}


def random_chain(seed: int) -> Values:
    """A chain with every control somewhere in its range."""
    return random_values(np.random.default_rng(seed))


def spectrum_db(audio: Audio) -> np.ndarray:
    """Levels in dB of every bin of both rows."""
    return 20.0 * np.log10(np.abs(np.fft.rfft(audio.astype(np.float64))))
