"""What style is read from: powers in third-octave bands of mid and side, every 46 ms, and the peak of each frame.

Low bands are read through a long window, which resolves them, high bands through a short one, which follows
transients. Everything is at one fixed sample rate. NumPy arrays give NumPy arrays, JAX arrays JAX's.
"""

from functools import cache
from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Complex64, Float, Float32

from metamaster.measure.bands import THIRD_OCTAVE_HZ, band_edges_hz, band_weights
from metamaster.scipy_kernels import rfft

STYLE_RATE = 44100
HOP = 2048
FRAME_S = HOP / STYLE_RATE
_LONG, _SHORT = 8192, 2048
_HOPS_IN_LONG = _LONG // HOP
_SEGMENTS = 16
_SPLIT_HZ = 280.0
FLOOR = 1e-10
"""Added to every power, far below anything audible, so that logarithms stay finite."""


class Frames(NamedTuple):
    """Mid and side powers (mean squares) in the 29 third-octave bands, and the largest sample of left and right.

    Those of a whole file are NumPy arrays.
    """

    power: Float[Any, "2 frames 29"]
    peak: Float[Any, "frames"]


def analyse_frames(audio: Float[Any, "2 samples"]) -> Frames:
    """The frames of left and right at ``STYLE_RATE``; at least 8192 samples. A rest shorter than a hop is dropped."""
    xp = audio.__array_namespace__()
    hops = audio.shape[1] // HOP
    audio = audio[:, : hops * HOP]
    pair = xp.stack([audio[0] + audio[1], audio[0] - audio[1]]) * 0.5
    frames = hops - _HOPS_IN_LONG + 1
    peak = xp.max(xp.abs(audio).reshape(2, hops, HOP), axis=(0, 2))[1 : 1 + frames]
    return Frames(xp.concatenate([_low_powers(pair), _high_powers(pair, frames)], axis=-1) + FLOOR, peak)


def samples_for(frames: int) -> int:
    """How many samples give that many frames."""
    return (frames - 1) * HOP + _LONG


def _low_powers(pair: Any) -> Any:
    """Powers in the low bands, which need 49 of the long window's 4097 bins: a short product instead of a transform.

    Each hop is transformed once, at those bins and one beside them, and turned to where it lies in the four windows
    that hold it; a Hann window is three neighbouring bins added up.
    """
    low = _low_bins()
    segments = pair.reshape(2, -1, _SEGMENTS, HOP // _SEGMENTS).swapaxes(1, 2)
    count = segments.shape[2] - _HOPS_IN_LONG + 1
    parts = (segments @ low.basis).sum(axis=1)
    hops = parts[..., : low.turns.shape[1]] + 1j * parts[..., low.turns.shape[1] :]
    bins = sum(hops[:, k : k + count] * turn for k, turn in enumerate(low.turns))
    spectrum = 0.5 * bins[..., 1:-1] - 0.25 * (bins[..., :-2] + bins[..., 2:])
    return (spectrum.real**2 + spectrum.imag**2) @ low.weights


def _high_powers(pair: Any, frames: int) -> Any:
    xp = pair.__array_namespace__()
    # Two short windows lie around the middle of each long one.
    blocks = pair.reshape(2, -1, _SHORT // 2)[:, 2 : 2 * frames + 3]
    framed = xp.concatenate([blocks[:, :-1], blocks[:, 1:]], axis=-1)
    spectrum = (rfft if xp is np else xp.fft.rfft)(framed * _hann(_SHORT))
    power = (spectrum.real**2 + spectrum.imag**2).reshape(2, frames, 2, -1)
    return (power[:, :, 0] + power[:, :, 1]) @ (0.5 * _weights(_SHORT).T)


class _LowBins(NamedTuple):
    """The transform of a hop at the bins wanted, its turns by its place in the window, and the bins' weights."""

    basis: Float32[np.ndarray, "segments segment cosines_and_sines"]
    turns: Complex64[np.ndarray, "hops bins"]
    weights: Float32[np.ndarray, "inner bands"]


@cache
def _low_bins() -> _LowBins:
    weights = _weights(_LONG)
    used = np.flatnonzero(weights.any(axis=0))
    bins = np.arange(used[0] - 1, used[-1] + 2)
    waves = np.exp(-2j * np.pi * np.outer(np.arange(HOP), bins) / _LONG)
    turns = np.exp(-2j * np.pi * np.outer(np.arange(_HOPS_IN_LONG) * HOP, bins) / _LONG)
    return _LowBins(
        np.concatenate([waves.real, waves.imag], axis=1).astype(np.float32).reshape(_SEGMENTS, -1, 2 * len(bins)),
        turns.astype(np.complex64),
        np.ascontiguousarray(weights[:, bins[1:-1]].T),
    )


@cache
def _hann(window: int) -> Float32[np.ndarray, "window"]:
    return np.hanning(window + 1)[:-1].astype(np.float32)


@cache
def _weights(window: int) -> Float32[np.ndarray, "bands bins"]:
    """What turns a Hann window's spectrum into mean squares of this window's share of the bands."""
    centres = tuple(hz for hz in THIRD_OCTAVE_HZ if (hz < _SPLIT_HZ) == (window == _LONG))
    weights = band_weights(STYLE_RATE / window, window // 2 + 1, *band_edges_hz(centres, 3))
    return np.asarray(
        (weights * 2.0 / (window * np.sum(np.square(_hann(window), dtype=np.float64)))).astype(np.float32)
    )
