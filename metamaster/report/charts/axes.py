"""From values to pixels, and the round numbers to mark on the way."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float64

_STEPS = (0.5, 1.0, 2.0, 3.0, 6.0, 10.0, 20.0, 30.0, 60.0)
_TIME_STEPS_S = (1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1200.0, 3600.0)
FREQUENCIES_HZ = (20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0, 5000.0, 10000.0, 20000.0)
FEW_FREQUENCIES_HZ = (20.0, 100.0, 1000.0, 10000.0)

Values = Float64[np.ndarray, "..."]


@dataclass(frozen=True)
class Axis:
    """A scale: ``low`` is drawn at pixel ``start`` and ``high`` at ``end``; values outside stop at the ends."""

    low: float
    high: float
    start: float
    end: float
    log: bool = False

    def __call__(self, values: Float64[np.ndarray, "*any"]) -> Float64[np.ndarray, "*any"]:
        """Pixels of values; what is not a number stays not a number."""
        at, low, high = values, self.low, self.high
        if self.log:
            at, low, high = np.log(at), math.log(low), math.log(high)
        share = np.clip((at - low) / (high - low), 0.0, 1.0)
        return np.asarray(self.start + share * (self.end - self.start))

    def holds(self, values: Float64[np.ndarray, "*any"]) -> Bool[np.ndarray, "*any"]:
        """Which values lie on the scale, its ends included."""
        low, high = sorted((self.low, self.high))
        return np.asarray((values >= low) & (values <= high))

    def at(self, value: float) -> float:
        """The pixel of one value."""
        return float(self(np.array(value, np.float64)))


def ticks(low: float, high: float, most: int) -> tuple[float, ...]:
    """At most ``most`` round numbers from ``low`` to ``high``: multiples of 1, 2, 3, 6 or 10 dB as they fit."""
    return _multiples(low, high, most, _STEPS)


def time_ticks(seconds: float, most: int) -> tuple[float, ...]:
    """At most ``most`` round times from 0 to ``seconds``."""
    return _multiples(0.0, seconds, most, _TIME_STEPS_S)


def around(values: Iterable[Values], step: float, least: float) -> tuple[float, float]:
    """Ends in whole ``step`` that hold all finite values and lie at least ``least`` apart."""
    known = _finite(values)
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 0.0)
    low, high = step * math.floor(low / step), step * math.ceil(high / step)
    return (low, high) if high - low >= least else (high - least, high)


def symmetric(values: Iterable[Values], step: float, least: float) -> float:
    """How far an axis around zero must reach, in whole ``step``, for all finite values."""
    furthest = float(np.abs(_finite(values)).max(initial=0.0))
    return max(step * math.ceil(furthest / step), least)


def _finite(values: Iterable[Values]) -> Float64[np.ndarray, " known"]:
    known = np.concatenate([np.zeros(0), *(np.ravel(some) for some in values)])
    return known[np.isfinite(known)]


def _multiples(low: float, high: float, most: int, steps: tuple[float, ...]) -> tuple[float, ...]:
    for step in steps:
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        if last - first + 1 <= most:
            break
    return tuple(step * count for count in range(first, last + 1))
