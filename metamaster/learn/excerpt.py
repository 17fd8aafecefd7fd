"""Chooses the ten seconds that adaptation listens to: the loudest part, and the most typical one."""

from typing import NamedTuple

import numpy as np
from jaxtyping import Float32

from metamaster.style.frames import HOP, STYLE_RATE, Frames, samples_for

EXCERPT_FRAMES = 212
_HOPS = samples_for(EXCERPT_FRAMES) // HOP
_FADE = 256


class Part(NamedTuple):
    """A stretch of a file in hops of the style's frames: first hop and how many."""

    first: int
    hops: int

    def seconds(self) -> tuple[float, float]:
        """Start and end in seconds."""
        return self.first * HOP / STYLE_RATE, (self.first + self.hops) * HOP / STYLE_RATE


def choose_parts(frames: Frames) -> tuple[Part, ...]:
    """The parts of a file to listen to, in order of time: two of five seconds each, or one of ten in a short file."""
    power = np.asarray(frames.power).sum(axis=0)
    hops = power.shape[0]
    if hops <= _HOPS:
        return (Part(0, hops),)
    length = _HOPS // 2
    rest = _HOPS - length
    sums = np.cumsum(np.concatenate([np.zeros_like(power[:1]), power], dtype=np.float64), axis=0)
    starts = np.arange(hops - length + 1)
    tones = _db((sums[starts + length] - sums[starts]) / length)
    loudness = _db((sums[starts + length].sum(axis=1) - sums[starts].sum(axis=1)) / length)
    loudest = int(np.argmax(loudness))
    # Typical is what resembles the loud passages as a whole, not the whole song with its intro and its breaks.
    loud = loudness >= np.quantile(loudness, 0.5)
    unlike = np.abs(tones - tones[loud].mean(axis=0)).mean(axis=1) + np.abs(loudness - loudness[loud].mean())
    unlike[max(loudest - rest + 1, 0) : loudest + length] = np.inf
    typical = int(np.argmin(unlike))
    if not np.isfinite(unlike[typical]):
        return (Part(min(loudest, hops - _HOPS), _HOPS),)
    return tuple(sorted((Part(loudest, length), Part(typical, rest))))


def excerpt_frames(frames: Frames) -> Frames:
    """The frames of those parts, one part after another; all of a short file's."""
    parts, left = [], EXCERPT_FRAMES
    for part in choose_parts(frames):
        length = min(part.hops, left)
        parts.append(slice(part.first, part.first + length))
        left -= length
    power = np.concatenate([np.asarray(frames.power)[:, part] for part in parts], axis=1)
    return Frames(power, np.concatenate([np.asarray(frames.peak)[part] for part in parts]))


def join_parts(parts: list[Float32[np.ndarray, "2 _"]]) -> Float32[np.ndarray, "2 samples"]:
    """The samples of parts one after another, faded at the joints, repeated or cut to the excerpt's length."""
    ramp = np.linspace(0.0, 1.0, _FADE, dtype=np.float32)
    faded = []
    for part in parts:
        own = part.copy()
        own[:, :_FADE] *= ramp
        own[:, -_FADE:] *= ramp[::-1]
        faded.append(own)
    joined = np.concatenate(faded, axis=1)
    size = samples_for(EXCERPT_FRAMES)
    return np.ascontiguousarray(np.tile(joined, (1, -(-size // joined.shape[1])))[:, :size])


def _db(power: np.ndarray) -> np.ndarray:
    return np.asarray(10.0 * np.log10(power + 1e-12))
