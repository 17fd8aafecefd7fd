"""How hard the compressors worked over time, band by band, in a few numbers a second."""

import numpy as np
from jaxtyping import Float32, Float64

from metamaster.chain.layout import BANDS
from metamaster.chain.pedalboard_renderer.processor import Channel

_SILENT = 1e-12
"""A band with less power than this is silent: what is taken from it means nothing."""


class PowerTrace:
    """Streams the power before and after one compressor in every ``step`` samples; bounded memory at any length."""

    def __init__(self, step: int) -> None:
        self._step = step
        self._done: list[Float64[np.ndarray, "2 _"]] = []
        self._open = np.zeros((2, 0), np.float32)

    def add(self, before: Channel, after: Channel) -> None:
        """Takes the next samples."""
        waiting = np.concatenate([self._open, np.stack([before, after])], axis=1)
        whole = waiting.shape[1] // self._step * self._step
        self._done.append(_power(waiting[:, :whole].reshape(2, -1, self._step)))
        self._open = waiting[:, whole:]

    def result(self) -> Float64[np.ndarray, "2 steps"]:
        """Power before and after in every step; the last step may be shorter."""
        rest = [_power(self._open[:, None])] if self._open.shape[1] else []
        return np.concatenate([np.zeros((2, 0)), *self._done, *rest], axis=1)


class Compression:
    """What the compressors of all bands take, on mid and side together."""

    def __init__(self, step: int) -> None:
        self.rows = tuple(tuple(PowerTrace(step) for _ in BANDS) for _ in range(2))
        """A trace for each band of mid and of side."""

    def reduction_db(self, steps: int) -> Float32[np.ndarray, "bands steps"]:
        """The gain reduction (0 or more) of each band in every step; 0 where a band is silent or left alone."""
        powers = [mid.result() + side.result() for mid, side in zip(*self.rows, strict=True)]
        found = np.zeros((len(BANDS), steps), np.float32)
        for reduction_db, (before, after) in zip(found, powers, strict=True):
            heard = np.flatnonzero(np.minimum(before, after) > _SILENT)[:steps]
            reduction_db[heard] = np.maximum(10.0 * np.log10(before[heard] / after[heard]), 0.0)
        return found


def _power(pieces: Float32[np.ndarray, "2 steps samples"]) -> Float64[np.ndarray, "2 steps"]:
    return np.asarray(np.mean(np.square(pieces), axis=2, dtype=np.float64))
