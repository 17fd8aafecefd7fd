"""What is wrong with a file before anything is done to it: clipping, silence at its ends, a limiter already there."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float32, Float64, Int

from metamaster.measure.blocks import pieces

FULL_SCALE = 0.999
SILENCE = 10 ** (-70 / 20)

_FLAT_SHARE = 0.9995
_AUDIBLE = 1e-3
_LIMITED_PLR_DB = 8.0
_DENSE_PLR_DB = 12.0
_DENSE = 0.1
_DENSITY_DB = 0.5


@dataclass(frozen=True)
class Defects:
    """Counts over all channels, times in seconds.

    A sample is clipped when it belongs to a run of three or more at full scale (≥ 0.999, same sign), or of three or
    more that are equal and at the file's own maximum. Silence is below −70 dB full scale; a file of nothing else is
    silent from head to tail. ``peak_density`` is the share of tenths of a second whose true peak lies within 0.5 dB
    of the highest: a limiter's mark. A file counts as already limited with a PLR below 8 dB, or below 12 dB with more
    than a tenth of such peaks.
    """

    clipped_samples: int
    clipped_runs: int
    silence_head_s: float
    silence_tail_s: float
    peak_density: float
    already_limited: bool


class DefectMeter:
    """Streaming search for clipping and silence in ``channels`` channels."""

    def __init__(self, sample_rate: int, channels: int) -> None:
        self._sample_rate = sample_rate
        self._frames = 0
        self._first: int | None = None
        self._last = -1
        self._peak = 0.0
        # Three samples of history: whether a run of three ends before the block's first sample must be known.
        self._history = np.zeros((channels, 3), np.float32)
        self._full = _Runs()
        self._flat = _FlatTops()

    def add(self, block: Float32[np.ndarray, "channels samples"]) -> None:
        """Take the next samples, full scale ±1."""
        for piece in pieces(block):
            magnitudes = np.abs(piece)
            self._silence(magnitudes.max(axis=0) > SILENCE)
            self._peak = max(self._peak, float(magnitudes.max()))
            self._clipping(np.concatenate([self._history, piece], axis=1), magnitudes)
            self._history = np.concatenate([self._history, piece[:, -3:]], axis=1)[:, -3:]
            self._frames += piece.shape[1]

    def result(self, plr_db: float, peaks: Float64[np.ndarray, " segments"]) -> Defects:
        """Describe everything added so far; ``peaks`` are the true peaks (amplitudes) of each tenth of a second."""
        flat = self._flat.result(self._peak)
        runs = self._full if self._full.samples >= flat.samples else flat
        density = _peak_density(peaks)
        return Defects(
            clipped_samples=runs.samples,
            clipped_runs=runs.runs,
            silence_head_s=(self._frames if self._first is None else self._first) / self._sample_rate,
            silence_tail_s=(self._frames - 1 - self._last) / self._sample_rate,
            peak_density=density,
            already_limited=_is_limited(plr_db, density),
        )

    def _silence(self, sounding: Bool[np.ndarray, " samples"]) -> None:
        where = np.flatnonzero(sounding)
        if len(where):
            self._first = self._frames + int(where[0]) if self._first is None else self._first
            self._last = self._frames + int(where[-1])

    def _clipping(
        self,
        samples: Float32[np.ndarray, "channels with_history"],
        magnitudes: Float32[np.ndarray, "channels samples"],
    ) -> None:
        high = min(FULL_SCALE, _FLAT_SHARE * self._peak)
        if high < _AUDIBLE:
            return
        channel, index = np.nonzero(magnitudes >= high)
        last, middle, first, before = (samples[channel, index + 3 - back] for back in range(4))
        full = (np.abs(np.stack([last, middle, first])) >= FULL_SCALE).all(axis=0)
        same = (np.sign(last) == np.sign(middle)) & (np.sign(middle) == np.sign(first))
        self._full.add(full & same, (np.abs(before) >= FULL_SCALE) & (np.sign(before) == np.sign(first)))
        equal = (last == middle) & (middle == first)
        self._flat.add(np.abs(last[equal]), (before == first)[equal], self._peak)


@dataclass
class _Runs:
    """Runs of three or more: each end of a triple is one sample more, the first triple of a run three."""

    samples: int = 0
    runs: int = 0

    def add(self, triples: Bool[np.ndarray, " samples"], continued: Bool[np.ndarray, " samples"]) -> None:
        new = int((triples & ~continued).sum())
        self.runs += new
        self.samples += int(triples.sum()) + 2 * new


class _FlatTops:
    """Runs of equal samples near the highest value so far, kept by value until the highest of all is known."""

    def __init__(self) -> None:
        self._by_level: dict[float, _Runs] = {}

    def add(
        self, levels: Float32[np.ndarray, " triples"], continued: Bool[np.ndarray, " triples"], peak: float
    ) -> None:
        values, which = np.unique(levels, return_inverse=True)
        for number, value in enumerate(values):
            here = _of(which, number)
            self._by_level.setdefault(float(value), _Runs()).add(here, continued)
        self._by_level = {level: runs for level, runs in self._by_level.items() if level >= _FLAT_SHARE * peak}

    def result(self, peak: float) -> _Runs:
        kept = [runs for level, runs in self._by_level.items() if level >= _FLAT_SHARE * peak]
        return _Runs(sum(runs.samples for runs in kept), sum(runs.runs for runs in kept))


def _of(which: Int[np.ndarray, " triples"], number: int) -> Bool[np.ndarray, " triples"]:
    return np.asarray(which == number)


def _peak_density(peaks: Float64[np.ndarray, " segments"]) -> float:
    highest = peaks.max(initial=0.0)
    return float((peaks >= highest * 10 ** (-_DENSITY_DB / 20)).mean()) if highest > 0 else 0.0


def _is_limited(plr_db: float, density: float) -> bool:
    return bool(plr_db < _LIMITED_PLR_DB or (plr_db < _DENSE_PLR_DB and density > _DENSE))
