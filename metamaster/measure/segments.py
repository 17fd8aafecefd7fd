"""Sums and maxima over the short, equally long segments that every level over time is built from."""

import numpy as np
from jaxtyping import Float, Float64


class Segments:
    """Streaming sums of ``rows`` series over segments of 1/``per_second`` s, or the maxima of what is never negative.

    Segment k begins at sample ⌊k · sample_rate / per_second⌋, so lengths that are not whole samples never
    drift.
    """

    def __init__(self, sample_rate: int, per_second: int, rows: int, join: np.ufunc = np.add) -> None:
        self._join = join
        self._sample_rate = sample_rate
        self._per_second = per_second
        self._frames = 0
        self._open = np.zeros((rows, 1))
        self._done = [np.zeros((rows, 0))]

    def add(self, values: Float[np.ndarray, "rows samples"]) -> None:
        """Take the next samples of each series."""
        if not values.shape[1]:
            return
        first, before = self._segment(self._frames), self._frames
        self._frames += values.shape[1]
        segments = np.arange(first, self._segment(self._frames - 1) + 1)
        borders = segments * self._sample_rate // self._per_second - before
        joined = self._join.reduceat(values, np.maximum(borders, 0), axis=1)
        joined[:, :1] = self._join(joined[:, :1], self._open)
        complete = self._segment(self._frames) - first
        self._done.append(joined[:, :complete])
        self._open = joined[:, complete:] if complete < len(segments) else np.zeros_like(self._open)

    def result(self) -> Float64[np.ndarray, "rows segments"]:
        """Give the sums or maxima of all segments that are complete."""
        return np.concatenate(self._done, axis=1)

    def _segment(self, frame: int) -> int:
        return ((frame + 1) * self._per_second - 1) // self._sample_rate


def sliding_sums(
    values: Float64[np.ndarray, "*rows segments"], width: int, hop: int = 1
) -> Float64[np.ndarray, "*rows windows"]:
    """Sum every ``width`` neighbouring segments, ``hop`` segments apart; nothing where fewer are there."""
    if values.shape[-1] < width:
        return values[..., :0]
    windows = np.lib.stride_tricks.sliding_window_view(values, width, axis=-1)
    return np.asarray(windows[..., ::hop, :].sum(axis=-1))
