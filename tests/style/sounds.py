"""Sounds that the tests of style share: float32, (2, samples), 44.1 kHz."""

import numpy as np

from metamaster.style.frames import STYLE_RATE


def sine(hz: float, samples: int, amplitude: float = 0.5) -> np.ndarray:
    """A sine, alike in both channels."""
    wave = amplitude * np.sin(2.0 * np.pi * hz * np.arange(samples) / STYLE_RATE)
    return np.stack([wave, wave]).astype(np.float32)


def noise(samples: int, sigma: float = 0.1, seed: int = 0) -> np.ndarray:
    """White noise, different in the two channels."""
    return np.random.default_rng(seed).normal(0.0, sigma, (2, samples)).astype(np.float32)


def pink(samples: int, sigma: float = 0.1, seed: int = 0) -> np.ndarray:
    """Noise with as much power in every octave above 20 Hz, partly alike in the two channels."""
    spectrum = np.fft.rfft(noise(samples, 1.0, seed))
    spectrum /= np.sqrt(np.maximum(np.fft.rfftfreq(samples, 1.0 / STYLE_RATE), 20.0))
    left, right = np.fft.irfft(spectrum, samples)
    pair = np.stack([left + 0.5 * right, right + 0.5 * left])
    return (pair * (sigma / pair.std())).astype(np.float32)


def pulses(samples: int, seed: int = 0) -> np.ndarray:
    """Pink noise in strokes that decay, twice a second, over a quieter bed: dynamics as music has them."""
    since = np.arange(samples) % (STYLE_RATE // 2) / STYLE_RATE
    return pink(samples, 0.2, seed) * (0.1 + np.exp(-since / 0.08)).astype(np.float32)
