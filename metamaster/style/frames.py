"""What style is read from: powers in third-octave bands of mid and side, every 46 ms, and the peak of each frame.

Low bands are read through a long window, which resolves them, high bands through a short one, which follows
transients. Everything is at one fixed sample rate, so that one compiled program serves every file.
"""

from functools import cache
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np
from jax import Array
from jaxtyping import Float, Float32

from metamaster.measure.bands import THIRD_OCTAVE_HZ, band_edges_hz, band_weights

STYLE_RATE = 44100
HOP = 2048
FRAME_S = HOP / STYLE_RATE
_LONG, _SHORT = 8192, 2048
_SPLIT_HZ = 280.0
FLOOR = 1e-10
"""Added to every power, far below anything audible, so that logarithms stay finite."""


class Frames(NamedTuple):
    """Mid and side powers (mean squares) in the 29 third-octave bands, and the largest sample of left and right.

    Those of a whole file are NumPy arrays.
    """

    power: Float[Array, "2 frames 29"] | Float[np.ndarray, "2 frames 29"]
    peak: Float[Array, "frames"] | Float[np.ndarray, "frames"]


def analyse_frames(audio: Float[Array, "2 samples"]) -> Frames:
    """The frames of left and right at ``STYLE_RATE``; at least 8192 samples. A rest shorter than a hop is dropped."""
    hops = audio.shape[1] // HOP
    audio = audio[:, : hops * HOP]
    pair = jnp.stack([audio[0] + audio[1], audio[0] - audio[1]]) * 0.5
    frames = hops - _LONG // HOP + 1
    low, high = _powers(pair, _LONG, HOP), _powers(pair, _SHORT, HOP // 2)
    # Two short frames lie around the middle of each long one.
    high = high[:, 2 : 2 + 2 * frames].reshape(2, frames, 2, -1).mean(axis=2)
    peak = jnp.max(jnp.abs(audio).reshape(2, hops, HOP), axis=(0, 2))
    return Frames(jnp.concatenate([low, high], axis=-1) + FLOOR, peak[1 : 1 + frames])


def samples_for(frames: int) -> int:
    """How many samples give that many frames."""
    return (frames - 1) * HOP + _LONG


def _powers(pair: Array, window: int, hop: int) -> Array:
    blocks = pair.reshape(2, -1, hop)
    count = blocks.shape[1] - window // hop + 1
    framed = jnp.concatenate([blocks[:, k : k + count] for k in range(window // hop)], axis=-1)
    taper, weights = _window_and_weights(window)
    spectrum = jnp.fft.rfft(framed * taper)
    return (spectrum.real**2 + spectrum.imag**2) @ weights.T


@cache
def _window_and_weights(window: int) -> tuple[Float32[np.ndarray, "window"], Float32[np.ndarray, "bands bins"]]:
    """A Hann window, and the weights that turn its spectrum into mean squares of this window's share of the bands."""
    taper = np.hanning(window + 1)[:-1]
    centres = tuple(hz for hz in THIRD_OCTAVE_HZ if (hz < _SPLIT_HZ) == (window == _LONG))
    weights = band_weights(STYLE_RATE / window, window // 2 + 1, *band_edges_hz(centres, 3))
    return taper.astype(np.float32), (weights * 2.0 / (window * np.sum(taper**2))).astype(np.float32)
