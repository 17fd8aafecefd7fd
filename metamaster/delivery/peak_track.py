"""The true-peak envelope of a song, worked out once: for the forecast, and for the limiter as often as it runs."""

from types import TracebackType

import numpy as np
from jaxtyping import Float32, Float64

from metamaster.audio.spool import Spool
from metamaster.chain.interpolator import FUTURE
from metamaster.chain.limiter_design import STEP, LimiterDesign
from metamaster.chain.pedalboard_renderer.true_peak_envelope import TruePeakEnvelope
from metamaster.measure.segments import Segments


class PeakTrack:
    """Streams the envelope of left and right and puts it aside; a context manager, on whose exit it is gone.

    What lies at or below ``floor`` (full scale 1) is only told as the largest sample.
    """

    def __init__(self, sample_rate: int, floor: float, per_second: int) -> None:
        self.floor = np.float32(floor)
        self._silence = np.zeros((2, LimiterDesign(sample_rate).latency_samples), np.float32)
        self._envelope = TruePeakEnvelope(floor)
        self._spool = Spool(1, sample_rate)
        self._early = FUTURE
        self._peaks = Segments(sample_rate, per_second, rows=1, join=np.maximum)
        self._samples = Segments(sample_rate, per_second, rows=1, join=np.maximum)

    def __enter__(self) -> "PeakTrack":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._spool.__exit__(kind, error, trace)

    def add(self, block: Float32[np.ndarray, "2 samples"]) -> None:
        """Takes the next samples; raises what putting aside raises."""
        self._samples.add(np.abs(block).max(axis=0, keepdims=True))
        self._put_aside(self._envelope.process(block))

    def finish(self) -> None:
        """To be called after the last samples: then comes the silence that pushes them through the limiter."""
        self._put_aside(self._envelope.process(self._silence))

    def peaks(self) -> Float64[np.ndarray, " segments"]:
        """The largest level of every segment that is complete."""
        samples = self._samples.result()[0]
        peaks = self._peaks.result()[0, : len(samples)]
        return np.where(peaks > self.floor, peaks, samples)

    def replay(self) -> "Replay":
        """The envelope from the start, for one run of the limiter with a threshold not below the floor."""
        return Replay(self._spool)

    def _put_aside(self, steps: Float32[np.ndarray, " steps"]) -> None:
        self._spool.append(steps[None])
        # The envelope is early by this much, and begins before the song does.
        levels = np.repeat(steps, STEP)[None, self._early :]
        self._early = max(self._early - STEP * len(steps), 0)
        self._peaks.add(levels)


class Replay:
    """An envelope that was put aside, in the place of one that listens."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._samples = 0

    def process(self, block: Float32[np.ndarray, "2 samples"]) -> Float32[np.ndarray, " steps"]:
        """The entries that as many samples complete."""
        first = self._samples // STEP
        self._samples += block.shape[1]
        found = [steps[0] for steps in self._spool.blocks(start=first, stop=self._samples // STEP)]
        return np.concatenate([np.zeros(0, np.float32), *found])
