"""The sound engine: envelopes, noise, and wavetables that morph between spectra."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from jaxtyping import Float, Float32
from scipy import fft

TABLE_SIZE = 8192


@dataclass(frozen=True)
class Envelope:
    """Attack, decay, sustain and release of a note's level; times in seconds, sustain 0 to 1."""

    attack_s: float
    decay_s: float
    sustain: float
    release_s: float

    def shape(self, seconds: float, sample_rate: int) -> Float32[np.ndarray, " samples"]:
        """The level over the note and its release; decay and release are exponential."""
        t = times(seconds + 2.0 * self.release_s, sample_rate).astype(np.float32)
        rise = np.minimum(1.0, t / max(self.attack_s, 1e-4))
        after = np.maximum(0.0, t - self.attack_s)
        held = self.sustain + (1.0 - self.sustain) * np.exp(-after / self.decay_s)
        let_go = np.exp(-np.maximum(0.0, t - seconds) / (0.3 * self.release_s))
        end = np.minimum(1.0, (t[-1] - t) / 0.003)
        return np.asarray(rise * held * let_go * end, dtype=np.float32)

    def opening(self, seconds: float, sample_rate: int) -> Float32[np.ndarray, " samples"]:
        """How far a filter stands open over the same samples, 0 to 1: as the level, without the release."""
        t = times(seconds + 2.0 * self.release_s, sample_rate).astype(np.float32)
        rise = np.minimum(1.0, t / max(self.attack_s, 1e-4))
        fall = np.exp(-np.maximum(0.0, t - self.attack_s) / self.decay_s)
        return np.asarray(rise * (self.sustain + (1.0 - self.sustain) * fall), dtype=np.float32)


def times(seconds: float, sample_rate: int) -> Float[np.ndarray, " samples"]:
    """Time in seconds of every sample of a sound; never fewer than 32."""
    return np.arange(max(32, round(seconds * sample_rate)), dtype=np.float64) / sample_rate


def noise(seed: tuple[int, ...], samples: int) -> Float32[np.ndarray, " samples"]:
    """White noise of unit power, the same for the same seed and not to be written to."""
    return _long_noise(seed, 1 << (samples - 1).bit_length())[:samples]


@lru_cache(maxsize=128)
def _long_noise(seed: tuple[int, ...], samples: int) -> Float32[np.ndarray, " samples"]:
    """Kept, since every stroke of every drum begins with the same noise."""
    drawn = np.random.default_rng(seed).standard_normal(samples, dtype=np.float32)
    drawn.flags.writeable = False
    return drawn


def coloured_noise(
    spectra: Float[np.ndarray, "frames bins"], samples: int, rng: np.random.Generator
) -> Float32[np.ndarray, " samples"]:
    """Noise whose spectrum moves evenly through the given magnitudes, bins 0 to half the sample rate.

    Frames of random phase overlap by half under square-root Hann windows, so that their power adds up to one.
    """
    size = 2 * (spectra.shape[1] - 1)
    count = -(-samples // (size // 2)) + 1
    place = np.linspace(0, len(spectra) - 1, count).round().astype(np.int64)
    magnitudes = spectra.astype(np.float32)[place]
    phases = np.float32(2.0 * np.pi) * rng.random(magnitudes.shape, dtype=np.float32)
    bins = np.empty(magnitudes.shape, dtype=np.complex64)
    np.multiply(magnitudes, np.cos(phases), out=bins.real)
    np.multiply(magnitudes, np.sin(phases), out=bins.imag)
    frames = fft.irfft(bins, size, axis=-1)
    frames *= (np.sqrt(0.5 * size) * np.sin(np.pi * (np.arange(size) + 0.5) / size)).astype(np.float32)
    halves = frames.reshape(count, 2, size // 2)
    return np.asarray((halves[1:, 0] + halves[:-1, 1]).reshape(-1)[:samples], dtype=np.float32)


def lowpass_gain(
    frequency_hz: Float[np.ndarray, " harmonics"], cutoff_hz: Float[np.ndarray, " frames"], resonance: float
) -> Float[np.ndarray, "frames harmonics"]:
    """Magnitude of a 24 dB/octave low-pass; ``resonance`` 0 to 1 raises the cutoff by up to about 12 dB."""
    ratio = (frequency_hz[None, :] / cutoff_hz[:, None]) ** 2
    damping = 2.0 - 1.75 * resonance
    return np.asarray(1.0 / np.sqrt(((1.0 - ratio) ** 2 + damping * ratio) * (1.0 + ratio)))


def harmonics_below(frequency_hz: float, sample_rate: int, top_hz: float = 16000.0) -> Float[np.ndarray, " harmonics"]:
    """Harmonic numbers 1, 2, 3… that lie below ``top_hz`` and 0.45 of the sample rate, at least one."""
    return np.arange(1, max(2, int(min(top_hz, 0.45 * sample_rate) / frequency_hz) + 1), dtype=np.float64)


def wavetables(amplitudes: Float[np.ndarray, "frames harmonics"]) -> Float32[np.ndarray, "frames size"]:
    """One period per frame, the sum of sines of the given amplitudes: band-limited by construction."""
    spectrum = np.zeros((len(amplitudes), TABLE_SIZE // 2 + 1), dtype=np.complex64)
    spectrum[:, 1 : amplitudes.shape[1] + 1] = -0.5j * TABLE_SIZE * amplitudes
    return np.asarray(fft.irfft(spectrum, TABLE_SIZE, axis=-1), dtype=np.float32)


def sweep(
    tables: Float32[np.ndarray, "frames size"],
    cycles: Float[np.ndarray, " samples"],
    position: Float[np.ndarray, " samples"],
) -> Float32[np.ndarray, " samples"]:
    """Reads the tables at a phase in cycles, crossfading between neighbours at ``position`` (0 to frames − 1)."""
    size = tables.shape[1]
    # The size is a power of two, so that masking wraps the phase, negative ones too.
    index = (cycles * size).astype(np.int64) & (size - 1)
    if len(tables) == 1:
        return np.asarray(tables[0].take(index))
    place = np.clip(position, 0.0, len(tables) - 1.001).astype(np.float32)
    below = place.astype(np.int64)
    index += below * size
    flat = tables.ravel()
    low = flat.take(index)
    return np.asarray(low + (place - below.astype(np.float32)) * (flat.take(index + size) - low), dtype=np.float32)


def peak_normalised(
    sound: Float32[np.ndarray, "channels samples"],
) -> Float32[np.ndarray, "channels samples"]:
    """The sound with its largest sample at ±1."""
    return np.asarray(sound / max(float(np.abs(sound).max()), 1e-9), dtype=np.float32)
