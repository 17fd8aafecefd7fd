"""The true-peak envelope of a stereo stream: what the limiter listens to, and worth computing once for many drives."""

import numpy as np
from jaxtyping import Float32
from numpy.lib.stride_tricks import sliding_window_view

from metamaster.chain.interpolator import LOOK_BACK, PHASES, framed_taps, largest_amplification, largest_departure
from metamaster.chain.limiter_design import STEP

_ROW = 32
_ROWS = 8
_CHUNK = _ROW * _ROWS
_CHUNKS_AT_ONCE = 32


class TruePeakEnvelope:
    """Streams the highest level of both channels, once in ``STEP`` samples and eight instants a sample.

    Entry s, linear with full scale 1, covers the time from sample STEP·s − FUTURE up to, not including, sample
    STEP·(s + 1) − FUTURE. What lies at or below ``floor`` is given as ``floor``, which lets quiet passages be
    skipped. Any partition of the input into blocks gives the same bits.
    """

    def __init__(self, floor: float = 0.0) -> None:
        self._floor = np.float32(floor)
        self._history = np.zeros((2, LOOK_BACK), dtype=np.float32)

    def retune(self, floor: float) -> None:
        """Another floor from the next entry on."""
        self._floor = np.float32(floor)

    def process(self, block: Float32[np.ndarray, "2 samples"]) -> Float32[np.ndarray, " steps"]:
        """The entries of the envelope that the block completes."""
        # A matrix product may round differently in another shape or row. So all have one shape and begin at a
        # multiple of the chunk on the stream's own clock, and an unfinished chunk is computed again later.
        early = self._history.shape[1] - LOOK_BACK
        end = early + block.shape[1]
        chunks = -(-end // _CHUNK)
        samples = np.zeros((2, LOOK_BACK + chunks * _CHUNK), dtype=np.float32)
        samples[:, : LOOK_BACK + early] = self._history
        samples[:, LOOK_BACK + early : LOOK_BACK + end] = block
        self._history = samples[:, end // _CHUNK * _CHUNK : LOOK_BACK + end].copy()
        peaks = np.full((chunks, _CHUNK // STEP), self._floor)
        for first in range(0, chunks, _CHUNKS_AT_ONCE):
            last = min(first + _CHUNKS_AT_ONCE, chunks)
            self._fill(peaks[first:last], samples[:, first * _CHUNK : last * _CHUNK + LOOK_BACK])
        return peaks.reshape(-1)[early // STEP : end // STEP]

    def _fill(self, peaks: Float32[np.ndarray, "chunks steps"], samples: Float32[np.ndarray, "2 padded"]) -> None:
        loud = _bounds(samples) > self._floor
        if not loud.any():
            return
        frames = sliding_window_view(samples, LOOK_BACK + _ROW, axis=1)[:, ::_ROW]
        frames = frames.reshape(2, -1, _ROWS, LOOK_BACK + _ROW)[:, loud]
        instants = np.matmul(frames, framed_taps(_ROW)[:, None, None]).reshape(2 * PHASES, -1)
        highest = np.maximum(instants.max(axis=0), -instants.min(axis=0))
        # A maximum along an axis of eight is slow in NumPy; across eight long rows it is not.
        highest = np.ascontiguousarray(highest.reshape(-1, STEP).T).max(axis=0)
        peaks[loud] = np.maximum(highest, self._floor).reshape(-1, _CHUNK // STEP)


def _bounds(samples: Float32[np.ndarray, "2 padded"]) -> Float32[np.ndarray, " chunks"]:
    """What no output of each chunk can pass."""
    curves = np.zeros_like(samples)
    curves[:, 1:-1] = np.diff(samples, 2, axis=1)
    largest, curve = _largest_inputs(samples), _largest_inputs(curves)
    by_sample, by_curve = largest_departure()
    return np.minimum(largest_amplification() * largest, by_sample * largest + by_curve * curve)


def _largest_inputs(samples: Float32[np.ndarray, "2 padded"]) -> Float32[np.ndarray, " chunks"]:
    """The largest magnitude, in either channel, of all that each chunk's outputs depend on."""
    magnitude = np.abs(samples).max(axis=0)
    own = magnitude[LOOK_BACK:].reshape(-1, _CHUNK).max(axis=1)
    before = np.concatenate([magnitude[:LOOK_BACK].max(keepdims=True), own[:-1]])
    return np.asarray(np.maximum(own, before))
