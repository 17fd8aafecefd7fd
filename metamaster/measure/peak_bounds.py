"""Which chunks of a signal can hold its true peak at all, told from its samples alone."""

import functools
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Float32, Int

from metamaster.measure.interpolator import CHUNK, TAPS, WINDOW, Interpolator

_SUB = 8

SLACK = 1e-5
"""Float32 sums miss their float64 value by about 1e-6; what comes this close to a bound is not skipped."""


@dataclass(frozen=True, eq=False)
class ChunkBounds:
    """What no peak of each chunk can pass, and its largest sample: in the window around it, and inside it."""

    values: Float32[np.ndarray, "channels chunks"]
    around: Float32[np.ndarray, "channels chunks"]
    inside: Float32[np.ndarray, "channels chunks"]


def _largest(
    magnitudes: Float32[np.ndarray, "channels samples"], count: int
) -> list[Float32[np.ndarray, "channels chunks"]]:
    """Per chunk the largest magnitude of each eight samples of its window."""
    sub = magnitudes[:, : CHUNK * (count - 1) + WINDOW]
    # Halving three times is many times faster than one reduction over a short axis.
    for _ in range(3):
        sub = np.maximum(sub[:, ::2], sub[:, 1::2])
    return [sub[:, part :: CHUNK // _SUB][:, :count] for part in range(WINDOW // _SUB)]


def _max(parts: list[Float32[np.ndarray, "channels chunks"]]) -> Float32[np.ndarray, "channels chunks"]:
    return functools.reduce(np.maximum, parts)


def chunk_bounds(buffer: Float32[np.ndarray, "channels samples"], count: int, by: Interpolator) -> ChunkBounds:
    """Bound the peaks of the first ``count`` chunks from above."""
    parts, before = _largest(np.abs(buffer), count), TAPS // 2 // _SUB
    around, inside = _max(parts), _max(parts[before:-before])
    # A grid point leans on the samples beside it: one more before the chunk and one after it.
    within = np.maximum(np.maximum(inside, parts[before - 1]), parts[-before])
    curves = np.zeros_like(buffer)
    curves[:, 1:-1] = np.diff(buffer, 2, axis=1)
    curve = _max(_largest(np.abs(curves, out=curves), count))
    bounds = np.minimum(by.by_peak * around, by.by_line * within + by.by_curve * curve)
    return ChunkBounds(bounds * np.float32(1 + SLACK), around, inside)


def candidates(
    bounds: Float32[np.ndarray, "channels chunks"], floors: Float[np.ndarray, " chunks"]
) -> tuple[Int[np.ndarray, " candidates"], Int[np.ndarray, " candidates"]]:
    """Channel and chunk of all that may hold a peak, the most promising first."""
    channel, chunk = np.nonzero((bounds >= floors) & (bounds > 0))
    promise = bounds[channel, chunk] / np.maximum(floors[chunk], np.finfo(np.float32).tiny)
    order = np.argsort(-promise, kind="stable")
    return channel[order], chunk[order]
