"""How hard the compressors worked, band by band: over time in a few numbers a second, or in the last block."""

from collections.abc import Sequence
from typing import Protocol, TypeVar, runtime_checkable

import numpy as np
from jaxtyping import Float32, Float64

from metamaster.chain.layout import BANDS
from metamaster.chain.pedalboard_renderer.processor import Channel

_SILENT = 1e-12
"""A band with less power than this is silent: what is taken from it means nothing."""


@runtime_checkable
class Trace(Protocol):
    """Looks at what goes into one compressor and what comes out."""

    def add(self, before: Channel, after: Channel) -> None:
        """Takes the next samples."""
        ...


AnyTrace = TypeVar("AnyTrace", bound=Trace)
Rows = Sequence[Sequence[AnyTrace]]
"""A trace for each band of mid and of side."""


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
        self.rows: Rows[PowerTrace] = tuple(tuple(PowerTrace(step) for _ in BANDS) for _ in range(2))

    def reduction_db(self, steps: int) -> Float32[np.ndarray, "bands steps"]:
        """The gain reduction (0 or more) of each band in every step; 0 where a band is silent or left alone."""
        powers = [mid.result() + side.result() for mid, side in zip(*self.rows, strict=True)]
        found = np.zeros((len(BANDS), steps), np.float32)
        for reduction_db, (before, after) in zip(found, powers, strict=True):
            found_db = _reduction_db(before, after)[:steps]
            reduction_db[: len(found_db)] = found_db
        return found


class Energies:
    """The energy before and after one compressor in the last block, found in a few microseconds."""

    def __init__(self) -> None:
        self.last = (0.0, 0.0)

    def add(self, before: Channel, after: Channel) -> None:
        """Takes the next samples."""
        self.last = (float(before @ before), float(after @ after))


class LastCompression:
    """What went into the compressors of all bands in the last block and what came out, mid and side together."""

    def __init__(self) -> None:
        self.rows: Rows[Energies] = tuple(tuple(Energies() for _ in BANDS) for _ in range(2))

    def energies(self) -> Float64[np.ndarray, "bands 2"]:
        """The sums of squares before and after; those of several blocks add up."""
        mid, side = (np.array([trace.last for trace in row]) for row in self.rows)
        return np.asarray(mid + side)


def reduction_of(energies: Float64[np.ndarray, "bands 2"], samples: int) -> Float64[np.ndarray, " bands"]:
    """The gain reduction in dB (0 or more) of each band over so many samples; 0 where a band is silent."""
    return _reduction_db(*(energies.T / max(samples, 1)))


def _reduction_db(
    before: Float64[np.ndarray, " powers"], after: Float64[np.ndarray, " powers"]
) -> Float64[np.ndarray, " powers"]:
    found = np.zeros(len(before))
    heard = np.minimum(before, after) > _SILENT
    found[heard] = np.maximum(10.0 * np.log10(before[heard] / after[heard]), 0.0)
    return found


def _power(pieces: Float32[np.ndarray, "2 steps samples"]) -> Float64[np.ndarray, "2 steps"]:
    return np.asarray(np.mean(np.square(pieces), axis=2, dtype=np.float64))
