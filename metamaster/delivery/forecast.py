"""Foretells how loud the limiter's output will be at any drive, from what was measured once before it.

Loudness and peaks in steps of 10 ms are all it takes: the limiter's hold and release are run on those. The forecast
is within a few hundredths of an LU; what is left is measured on the render and corrected.
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float64

from metamaster.chain.limiter_design import RECOVERY_DB
from metamaster.chain.parameters import parameter
from metamaster.measure.loudness import MOMENTARY_S, gated_lufs
from metamaster.measure.segments import sliding_sums

STEPS_PER_S = 100
_GATING_HOP = STEPS_PER_S // 10
_WORTHWHILE_LU_PER_DB = 0.2
_DRIVE = parameter("limiter.drive_db")
DRIVE_RANGE_DB = (_DRIVE.low, _DRIVE.high)


@dataclass(frozen=True, eq=False)
class Forecast:
    """What was measured before the limiter: mean weighted power and true peak of every 10 ms."""

    power: Float64[np.ndarray, " steps"]
    peak: Float64[np.ndarray, " steps"]

    def loudness_lufs(self, drive_db: float, ceiling_db: float, release_ms: float) -> float:
        """Gated loudness after the limiter at those settings."""
        gain_db = drive_db - self.reduction_db(ceiling_db - drive_db, release_ms)
        width = round(MOMENTARY_S * STEPS_PER_S)
        driven = self.power * 10.0 ** (gain_db / 10.0)
        return gated_lufs(np.asarray(sliding_sums(driven, width, _GATING_HOP) / width))

    def reduction_db(self, threshold_db: float, release_ms: float) -> Float64[np.ndarray, " steps"]:
        """The reduction (≥ 0) in every step."""
        need = np.maximum(20.0 * np.log10(np.maximum(self.peak, 1e-9)) - threshold_db, 0.0)
        ramp = np.arange(len(need)) * (RECOVERY_DB * 1000.0 / STEPS_PER_S / release_ms)
        held = np.maximum(need, np.append(need[1:], 0.0))
        return np.asarray(np.maximum.accumulate(held + ramp) - ramp)

    def loudest_lufs(self, ceiling_db: float, release_ms: float) -> float:
        """The loudness beyond which a dB of drive brings less than a fifth of an LU, and the rest is damage."""
        low, high = DRIVE_RANGE_DB
        drives = np.arange(low, high, 1.0)
        loudness = np.array([self.loudness_lufs(float(drive), ceiling_db, release_ms) for drive in drives])
        with np.errstate(invalid="ignore"):  # Where not even the gate is reached, a dB more may be worth all.
            spent = np.flatnonzero(np.diff(loudness) < _WORTHWHILE_LU_PER_DB)
        return float(loudness[spent[0] if len(spent) else -1])

    def drive_for(self, target_lufs: float, ceiling_db: float, release_ms: float) -> float:
        """The drive in dB that reaches that loudness, or the end of the range nearest to it (bisection)."""
        low, high = DRIVE_RANGE_DB
        for _ in range(40):
            middle = 0.5 * (low + high)
            if self.loudness_lufs(middle, ceiling_db, release_ms) < target_lufs:
                low = middle
            else:
                high = middle
        return 0.5 * (low + high)
