"""How loud a channel is while it plays, read from a part of it: good to about a decibel, and fast."""

from functools import cache

import numpy as np
from jaxtyping import Float32
from scipy import fft
from scipy.signal import freqz_sos

from metamaster.measure.loudness import k_weighting
from tasks.songs.filters import Section, coefficients

BLOCK_S = 0.09
GATE = 0.1
"""Blocks 10 dB under the mean of the audible ones do not count."""
MOST_TONE_DB = 24.0
"""No more than this is put back of what a tone took away."""
MOST_CREST_DB = 14.5
"""A channel whose peaks stand further above its loudness is set by its peaks."""


def gain_to(
    target_db: float,
    track: Float32[np.ndarray, "channels samples"],
    sample_rate: int,
    tone: tuple[Section, ...] = (),
) -> np.float32:
    """The gain that brings a channel to a loudness, or its peaks to ``MOST_CREST_DB`` above it.

    The loudness is what it was before the ``tone`` that has been laid over it.
    """
    peak_db = 20.0 * np.log10(max(float(track.max()), -float(track.min()), 1e-6))
    level_db = max(loudness_db(track, sample_rate, tone), peak_db - MOST_CREST_DB)
    return np.float32(10.0 ** ((target_db - level_db) / 20.0))


def loudness_db(
    track: Float32[np.ndarray, "channels samples"], sample_rate: int, tone: tuple[Section, ...] = ()
) -> float:
    """Gated K-weighted level of every second block, as of a full-scale square wave; −60 dB where all is silent.

    What the sections of ``tone`` took away or added is put back first, up to ``MOST_TONE_DB``.
    """
    size = _block_size(sample_rate)
    count = track.shape[1] // (2 * size)
    if count == 0:
        return -60.0
    blocks = track[:, : count * 2 * size].reshape(len(track), count, 2, size)[:, :, 0]
    spectrum = fft.rfft(blocks, axis=-1)
    weights = _weights(sample_rate)
    if tone:
        weights = weights / _tone_power(tone, sample_rate)
    power = ((spectrum.real**2 + spectrum.imag**2) @ weights).mean(axis=0)
    audible = power[power > 1e-6]
    if not len(audible):
        return -60.0
    return float(10.0 * np.log10(audible[audible > GATE * audible.mean()].mean()))


def _block_size(sample_rate: int) -> int:
    """An even number of samples near ``BLOCK_S`` whose transform is fast."""
    return 2 * fft.next_fast_len(round(0.5 * BLOCK_S * sample_rate), real=True)


@cache
def _weights(sample_rate: int) -> Float32[np.ndarray, " bins"]:
    """What each bin of a block's spectrum adds to its K-weighted power."""
    size = _block_size(sample_rate)
    _, response = freqz_sos(k_weighting(sample_rate), worN=fft.rfftfreq(size, 1.0 / sample_rate), fs=sample_rate)
    return (np.abs(response) ** 2 * 2.0 / size**2).astype(np.float32)


def _tone_power(tone: tuple[Section, ...], sample_rate: int) -> Float32[np.ndarray, " bins"]:
    """What the sections do to the power in each bin of a block's spectrum."""
    sos = np.stack([coefficients(section, sample_rate) for section in tone])
    frequency = fft.rfftfreq(_block_size(sample_rate), 1.0 / sample_rate)
    power = np.abs(freqz_sos(sos, worN=frequency, fs=sample_rate)[1]) ** 2
    return np.maximum(power, 10.0 ** (-MOST_TONE_DB / 10.0)).astype(np.float32)
