"""True peak (ITU-R BS.1770-5, annex 2): the largest magnitude of the waveform between the samples."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Float32, Float64, Int

from metamaster.measure.blocks import pieces
from metamaster.measure.decibels import amplitude_db
from metamaster.measure.interpolator import CHUNK, TAPS, WINDOW, Interpolator, interpolator
from metamaster.measure.peak_bounds import SLACK, candidates, chunk_bounds

_HALF = TAPS // 2
_BATCH = 256
_SMALL_PRODUCT = 200_000


@dataclass(frozen=True, eq=False)
class TruePeak:
    """The largest true peak: its level, when it happens, and the amplitudes of the segments asked for.

    Silence has ``dbtp`` −inf and ``seconds`` 0.
    """

    dbtp: float
    seconds: float
    segments: Float64[np.ndarray, " segments"]


@dataclass(frozen=True, eq=False)
class _Found:
    """The largest peak of every segment so far, and where it lies in samples from the start."""

    values: Float64[np.ndarray, " segments"]
    positions: Float64[np.ndarray, " segments"]

    def grown(self, segments: int) -> "_Found":
        missing = np.zeros(max(segments - len(self.values), 0))
        return _Found(np.append(self.values, missing), np.append(self.positions, missing))

    def record(
        self,
        segments: Int[np.ndarray, " points"],
        values: Float64[np.ndarray, " points"],
        positions: Float64[np.ndarray, " points"],
    ) -> None:
        # Written from the smallest to the largest, the earliest of equals last: the last one written stays.
        order = np.lexsort((-positions, values))
        segments, values, positions = segments[order], values[order], positions[order]
        earlier = (values == self.values[segments]) & (positions < self.positions[segments])
        better = (values > self.values[segments]) | earlier
        self.values[segments[better]] = values[better]
        self.positions[segments[better]] = positions[better]


@dataclass(frozen=True, eq=False)
class _Chunks:
    """A batch of chunks: the samples they are read from, their start, segment and largest sample around."""

    windows: Float32[np.ndarray, "chunks window"]
    starts: Int[np.ndarray, " chunks"]
    segments: Int[np.ndarray, " chunks"]
    peaks: Float32[np.ndarray, " chunks"]


class TruePeakMeter:
    """Streaming true-peak meter for ``channels`` channels.

    The waveform is interpolated to ``oversampling`` (≥ 2) times the sample rate by a windowed sinc that is
    flat within 0.01 dB up to 0.46 of the sample rate, and a parabola through each local maximum of that
    grid takes away what the grid misses (0.14 dB at 8 times). Before the first and after the last sample
    there is silence. Chunks of samples that provably cannot hold the maximum are skipped, which changes
    nothing in the result: it is bit-identical however the signal is cut into blocks. With
    ``segments_per_second`` above 0 the peak of each such stretch is found too (borders to within 32
    samples).
    """

    def __init__(self, sample_rate: int, channels: int, oversampling: int = 8, segments_per_second: int = 0) -> None:
        self._sample_rate = sample_rate
        self._per_second = segments_per_second
        self._interpolator = interpolator(oversampling)
        self._frames = 0
        self._start = -TAPS
        self._tail = np.zeros((channels, TAPS), np.float32)
        self._found = _Found(np.zeros(0), np.zeros(0))

    def add(self, block: Float32[np.ndarray, "channels samples"]) -> None:
        """Take the next samples, full scale ±1."""
        for piece in pieces(block):
            self._add(piece)

    def _add(self, block: Float32[np.ndarray, "channels samples"]) -> None:
        self._frames += block.shape[1]
        buffer = np.concatenate([self._tail, block], axis=1)
        self._found = self._scan(buffer)
        done = max((buffer.shape[1] - TAPS) // CHUNK, 0) * CHUNK
        self._start += done
        self._tail = buffer[:, done:].copy()

    def result(self) -> TruePeak:
        """Give the peak of everything added so far; more may be added afterwards."""
        silence = np.zeros((self._tail.shape[0], WINDOW), np.float32)
        found = self._scan(np.concatenate([self._tail, silence], axis=1))
        if not found.values.any():
            return TruePeak(-np.inf, 0.0, found.values)
        best = int(np.argmax(found.values))
        return TruePeak(
            amplitude_db(found.values[best]), float(found.positions[best] / self._sample_rate), found.values
        )

    def _segments(self, samples: Int[np.ndarray, " chunks"]) -> Int[np.ndarray, " chunks"]:
        inside = np.clip(samples, 0, max(self._frames - 1, 0))
        return np.asarray(inside * self._per_second // self._sample_rate)

    def _scan(self, buffer: Float32[np.ndarray, "channels samples"]) -> _Found:
        """Add the peaks of all whole chunks of ``buffer`` to what is found so far."""
        count = (buffer.shape[1] - TAPS) // CHUNK
        if count < 1 or not self._frames:
            return self._found.grown(0)
        starts = self._start + _HALF + CHUNK * np.arange(count)
        segments = self._segments(starts)
        found = self._found.grown(int(segments[-1]) + 1)
        bounds = chunk_bounds(buffer, count, self._interpolator)
        floors = found.values.copy()
        np.maximum.at(floors, segments, bounds.inside.max(axis=0, initial=0.0))
        windows = np.lib.stride_tricks.sliding_window_view(buffer, WINDOW, axis=1)[:, ::CHUNK]
        channel, chunk = candidates(bounds.values, floors[segments])
        for at in range(0, len(chunk), _BATCH):
            some = slice(at, at + _BATCH)
            alive = bounds.values[channel[some], chunk[some]] >= floors[segments[chunk[some]]]
            which = channel[some][alive], chunk[some][alive]
            batch = _Chunks(windows[which], starts[which[1]], segments[which[1]], bounds.around[which])
            found.record(*_peaks_of(batch, floors, self._interpolator))
            np.maximum(floors, found.values, out=floors)
        return found


def true_peak_db(samples: Float32[np.ndarray, "channels samples"], oversampling: int = 8) -> float:
    """Measure the true peak in dBTP of samples held in memory, full scale ±1; −inf for silence."""
    meter = TruePeakMeter(1, samples.shape[0], oversampling)
    meter.add(samples)
    return meter.result().dbtp


def _parabola(
    grid: Float[np.ndarray, "points 3"],
) -> tuple[Float[np.ndarray, " points"], Float[np.ndarray, " points"]]:
    """Height and offset (in grid steps) of the top of the parabola through three magnitudes, if any."""
    left, middle, right = grid.T
    fall = 2 * middle - left - right
    top = (middle >= left) & (middle >= right) & (fall > 0)
    offset = np.where(top, right - left, 0) / np.where(top, 2 * fall, 1)
    return middle + (right - left) * offset / 4, offset


def _promising(
    grid: Float32[np.ndarray, "chunks grid"],
    floors: Float[np.ndarray, " chunks"],
    reach: Float[np.ndarray, " chunks"],
) -> tuple[Int[np.ndarray, " points"], Int[np.ndarray, " points"]]:
    """Row and column of the grid's local maxima whose parabola comes up to the floor."""
    least = (floors * (1 - SLACK) - reach).astype(np.float32)
    middle = grid[:, 1:-1]
    raised = middle * np.float32(1 + SLACK)
    top = (middle >= least[:, None]) & (raised >= grid[:, :-2]) & (raised >= grid[:, 2:])
    row, column = np.nonzero(top)
    near = np.stack([grid[row, column + step] for step in range(3)], axis=1)
    keep = _parabola(near)[0] >= floors[row] * (1 - SLACK)
    return row[keep], column[keep]


def _product(
    windows: Float32[np.ndarray, "chunks window"], matrix: Float32[np.ndarray, "window grid"]
) -> Float32[np.ndarray, "chunks grid"]:
    """Multiply a few rows at a time: the BLAS would wake its threads for more, and they spin longer than they work."""
    grid = np.empty((len(windows), matrix.shape[1]), np.float32)
    rows = max(_SMALL_PRODUCT // matrix.size, 1)
    for start in range(0, len(windows), rows):
        np.matmul(windows[start : start + rows], matrix, out=grid[start : start + rows])
    return grid


def _peaks_of(
    chunks: _Chunks, floors: Float64[np.ndarray, " segments"], by: Interpolator
) -> tuple[Int[np.ndarray, " points"], Float64[np.ndarray, " points"], Float64[np.ndarray, " points"]]:
    """Segment, height and position of every peak of a batch that comes up to its segment's floor."""
    grid = np.abs(_product(chunks.windows, by.matrix))
    row, column = _promising(grid, floors[chunks.segments], by.by_step * chunks.peaks)
    # A matrix product may round differently in another batch; these few sums never do.
    windows = chunks.windows[row].astype(np.float64)
    exact = np.stack([(windows * by.rows[column + step]).sum(axis=1) for step in range(3)], axis=1)
    height, offset = _parabola(np.abs(exact))
    return chunks.segments[row], height, chunks.starts[row] + (column + offset) / by.oversampling
