"""What both renderers of the limiter share: its lengths and the slope of its release.

The gain is worked out once in eight samples (a step), in dB. The reduction that a step's true peak needs is held,
released along a straight line, smoothed by running means and drawn through as a quadratic spline; means and spline
span the look-ahead, so the gain arrives exactly when the peak does. The hold outlasts them, to 12.5 ms in all: it
bridges the gaps between the crests of bass (a symmetric wave from 40 Hz, a one-sided one from 80 Hz), and the gain
stands still on a steady note instead of following its waveform.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from jaxtyping import Float64

from metamaster.chain.interpolator import FUTURE

STEP = 8
LOOK_AHEAD_S = 0.005
EXTRA_HOLD_S = 0.0075
MEANS = 2
SPLINE = 3
"""Control points under a quadratic spline at any time."""
RECOVERY_DB = 10.0
"""The release time is the time in which the gain recovers this much."""
MARGIN_DB = 0.03
"""What the envelope can miss of a peak between two of its eight instants a sample, on music."""


@dataclass(frozen=True)
class LimiterDesign:
    """The limiter's lengths at one sample rate in Hz; in steps unless they say samples."""

    sample_rate: int

    @property
    def mean(self) -> int:
        """Width of each running mean."""
        steps = LOOK_AHEAD_S * self.sample_rate / STEP
        return max(1, round((steps - SPLINE) / MEANS + 1))

    @property
    def look_ahead(self) -> int:
        """Later steps that take part in the gain of a step."""
        return MEANS * (self.mean - 1) + SPLINE - 1

    @property
    def hold(self) -> int:
        """Width of the sliding maximum; one more than the span because a peak may lie between two steps."""
        return self.look_ahead + 2 + round(EXTRA_HOLD_S * self.sample_rate / STEP)

    @property
    def gain_delay_samples(self) -> int:
        """Samples by which the gain trails the input, at the first sample of a step."""
        return FUTURE + self.look_ahead * STEP

    @property
    def latency_samples(self) -> int:
        """Samples by which the output trails the input: it waits for the last sample of a step."""
        return self.gain_delay_samples + STEP - 1

    def slope_db(self, release_ms: Any) -> Any:
        """Recovery in dB a step; for a float or a JAX scalar alike."""
        return RECOVERY_DB * 1000.0 * STEP / (self.sample_rate * release_ms)


def threshold_db(drive_db: Any, ceiling_db: Any) -> Any:
    """The true peak before the drive above which there is reduction; for floats or JAX scalars alike."""
    return ceiling_db - drive_db - MARGIN_DB


@lru_cache(maxsize=1)
def spline_weights() -> Float64[np.ndarray, "points step"]:
    """What each of three control points, oldest first, contributes to the samples of a step."""
    t = (np.arange(STEP) + 0.5) / STEP
    return np.stack([(1.0 - t) ** 2, 1.0 + 2.0 * t - 2.0 * t**2, t**2]) / 2.0
