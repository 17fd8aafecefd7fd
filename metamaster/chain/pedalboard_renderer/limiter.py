"""The streaming limiter: look-ahead, stereo-linked, true-peak, with a gain that moves smoothly."""

import math
from collections.abc import Mapping
from typing import Protocol, runtime_checkable

import numpy as np
from jaxtyping import Float32

from metamaster.chain.limiter_design import STEP, LimiterDesign, threshold_db
from metamaster.chain.pedalboard_renderer.gain_reduction import GainReduction, linear
from metamaster.chain.pedalboard_renderer.true_peak_envelope import TruePeakEnvelope

_PIECE = 8192
"""Samples worked on at a time, few enough to stay in the processor's cache."""
_NEPER_PER_DB = math.log(10.0) / 20.0


@runtime_checkable
class Envelope(Protocol):
    """What the limiter listens to: a ``TruePeakEnvelope``, or one that was kept."""

    def process(self, block: Float32[np.ndarray, "2 samples"]) -> Float32[np.ndarray, " steps"]:
        """The entries of the envelope that the block completes."""
        ...


class Limiter:
    """Drives a stereo stream into a ceiling that its true peak does not pass.

    ``drive_db`` is the gain before, ``ceiling_db`` in dBTP, ``release_ms`` the time in which the gain recovers
    10 dB. Both channels get the same gain, exactly 1 where nothing near passes the ceiling. The output trails by
    ``latency`` samples. Any partition of the input into blocks gives the same bits. An
    ``envelope`` that is given is that of the input, with a floor not above ``lowest_peak(drive_db, ceiling_db)``.
    """

    def __init__(
        self, sample_rate: int, drive_db: float, ceiling_db: float, release_ms: float, envelope: Envelope | None = None
    ) -> None:
        self.latency = LimiterDesign(sample_rate).latency_samples
        self.reduction_db: Float32[np.ndarray, " samples"] = np.zeros(0, dtype=np.float32)
        self._drive = linear(drive_db)
        threshold = threshold_db(drive_db, ceiling_db)
        self._envelope: Envelope = envelope or TruePeakEnvelope(float(lowest_peak(drive_db, ceiling_db)))
        self._gain = GainReduction(sample_rate, threshold, release_ms)
        self._reduction_ahead = np.zeros(STEP - 1, dtype=np.float32)
        self._waiting = np.zeros((2, self.latency), dtype=np.float32)

    def retune(self, values: Mapping[str, float]) -> None:
        """Another drive, ceiling and release from the next sample on; what is being recovered from goes on."""
        drive_db = values["limiter.drive_db"]
        threshold = threshold_db(drive_db, values["limiter.ceiling_db"])
        self._drive = linear(drive_db)
        if isinstance(self._envelope, TruePeakEnvelope):
            self._envelope.retune(float(lowest_peak(drive_db, values["limiter.ceiling_db"])))
        self._gain.retune(threshold, values["limiter.release_ms"])

    def process(self, block: Float32[np.ndarray, "2 samples"]) -> Float32[np.ndarray, "2 samples"]:
        """The next samples, limited; ``reduction_db`` then holds the reduction (≥ 0) that each of them got."""
        limited = np.empty(block.shape, dtype=np.float32)
        reduction_db = np.empty(block.shape[1], dtype=np.float32)
        for start in range(0, block.shape[1], _PIECE):
            piece = slice(start, start + _PIECE)
            limited[:, piece], reduction_db[piece] = self._limited(block[:, piece])
        self.reduction_db = reduction_db
        return limited

    def _limited(
        self, block: Float32[np.ndarray, "2 samples"]
    ) -> tuple[Float32[np.ndarray, "2 samples"], Float32[np.ndarray, " samples"]]:
        count = block.shape[1]
        ahead = self._gain.process(self._envelope.process(block))
        reduction_db = np.concatenate([self._reduction_ahead, ahead])
        self._reduction_ahead = reduction_db[count:]
        waiting = np.concatenate([self._waiting, block], axis=1)
        self._waiting = waiting[:, count:]
        return apply_gain(waiting[:, :count], self._drive, reduction_db[:count]), reduction_db[:count]


def lowest_peak(drive_db: float, ceiling_db: float) -> np.float32:
    """The true peak, full scale 1, above which there is reduction."""
    return linear(threshold_db(drive_db, ceiling_db))


def apply_gain(
    samples: Float32[np.ndarray, "2 samples"],
    drive: np.float32,
    reduction_db: Float32[np.ndarray, " samples"],
) -> Float32[np.ndarray, "2 samples"]:
    """The samples times the drive, and reduced where there is any reduction."""
    driven = samples * drive
    if reduction_db.any():
        driven *= np.exp(reduction_db * np.float32(-_NEPER_PER_DB))
    return driven
