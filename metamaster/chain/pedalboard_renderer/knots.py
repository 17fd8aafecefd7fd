"""Where the controls of a moving stage stand at the knots of a grid of samples, between which it is faded across."""

import numpy as np
from jaxtyping import Float64

from metamaster.chain.lanes import Lanes, Point
from metamaster.chain.parameters import parameter
from metamaster.chain.sliding import moving_sum

CELL = 64
"""Samples from knot to knot."""
RAMP_S = 0.03
"""A jump becomes a ramp of this length around it; slower movements are hardly changed by that."""
_APART_S = 1e-9

Values = Float64[np.ndarray, " knots"]


class Knots:
    """Lanes read at the knots of a song; what stands still does so to the bit."""

    def __init__(self, lanes: Lanes, sample_rate: int) -> None:
        self._lanes = {name: _Lane(name, points) for name, points in lanes.items()}
        self._cell_s = CELL / sample_rate
        self._reach = max(1, round(RAMP_S / self._cell_s / 2.0))

    def at(self, first: int, count: int) -> dict[str, Values]:
        """The values in their units at that many knots from ``first`` on, by name."""
        times = np.arange(first - self._reach, first + count + self._reach) * self._cell_s
        return {name: lane.smoothed(times, self._reach) for name, lane in self._lanes.items()}


class _Lane:
    def __init__(self, name: str, points: tuple[Point, ...]) -> None:
        self._entry = parameter(name)
        times, values = np.array(points, np.float64).T
        # Points at one time follow each other at once, and one never comes before the one it follows.
        self._times = np.maximum.accumulate(times - np.arange(len(times)) * _APART_S) + np.arange(len(times)) * _APART_S
        self._values = values
        self._log = self._entry.scale == "log"
        self._positions = np.log(values) if self._log else values

    def smoothed(self, times: Float64[np.ndarray, " wide"], reach: int) -> Values:
        """Running means over ``reach`` knots to either side."""
        width = 2 * reach + 1
        positions = np.interp(times, self._times, self._positions)
        means = moving_sum(positions, width) / width
        moved = np.concatenate([[0], np.cumsum(positions[1:] != positions[:-1])])
        still = moved[2 * reach :] == moved[: len(means)]
        standing = np.interp(times[reach : reach + len(means)], self._times, self._values)
        moving = np.exp(means) if self._log else means
        return np.where(still, standing, np.clip(moving, self._entry.low, self._entry.high))
