"""Automation as plain data: for each control that moves, its values at points in time. No NumPy here.

Between two points a control moves along a straight line, of its logarithm where its scale is logarithmic; before the
first point and after the last it stands still. Two points at one time are a jump.
"""

import math
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from metamaster.chain.parameters import INDEX, PARAMETERS, Parameter, parameter
from metamaster.errors import DamagedSettings

Point = tuple[float, float]
"""Seconds from the beginning of the song, and the value in the parameter's unit."""
Lanes = Mapping[str, tuple[Point, ...]]
"""By the dotted names of parameters; points in the order of time, at least one in each lane."""

NO_LANES: Lanes = MappingProxyType({})
LONGEST_S = 1e5
MOST_POINTS = 100_000
"""In all lanes together: an hour of a hand that never rests."""

FIXED = ("limiter.ceiling_db", "limiter.release_ms")
"""What holds for a whole master: its ceiling is a promise, and delivery measures with one release."""
AUTOMATABLE: tuple[str, ...] = tuple(entry.name for entry in PARAMETERS if entry.name not in FIXED)


def checked_lanes(lanes: Mapping[str, Iterable[tuple[float, float]]]) -> dict[str, tuple[Point, ...]]:
    """Lanes in the order of the table, points in the order of time.

    Raises DamagedSettings for a name that cannot be automated, a lane without points, a time or value that is no
    finite number or out of range, and for more than ``MOST_POINTS`` points.
    """
    for name in lanes:
        if name not in INDEX:
            raise DamagedSettings(f"There is no parameter {name[:80]!r} to automate: docs/parameters.md lists all.")
        if name in FIXED:
            raise DamagedSettings(f"{name} cannot be automated: it holds for the whole of a master.")
    # Sorting keeps the order of points at one time, which says where a jump leads.
    found = {
        name: tuple(sorted((_checked(parameter(name), point) for point in lanes[name]), key=lambda point: point[0]))
        for name in AUTOMATABLE
        if name in lanes
    }
    empty = [name for name, points in found.items() if not points]
    if empty:
        raise DamagedSettings(f"The lane of {empty[0]} has no points: give it one, or leave it out.")
    if sum(len(points) for points in found.values()) > MOST_POINTS:
        raise DamagedSettings(f"There are more than {MOST_POINTS} points of automation: thin them out.")
    return found


def value_at(name: str, points: tuple[Point, ...], seconds: float) -> float:
    """The value of a lane at a time, in the parameter's unit."""
    following = bisect_right(points, seconds, key=lambda point: point[0])
    if following == 0:
        return points[0][1]
    if following == len(points):
        return points[-1][1]
    (before_s, before), (after_s, after) = points[following - 1], points[following]
    share = (seconds - before_s) / (after_s - before_s)
    if before == after:
        return before
    if parameter(name).scale == "log":
        return float(before * (after / before) ** share)
    return before + (after - before) * share


def _checked(entry: Parameter, point: tuple[float, float]) -> Point:
    seconds, value = float(point[0]), float(point[1])
    if not (math.isfinite(seconds) and 0.0 <= seconds <= LONGEST_S):
        raise DamagedSettings(f"A point of {entry.name} is at {seconds:g} s: give 0 to {LONGEST_S:g}.")
    if not entry.low <= value <= entry.high:
        allowed = f"{entry.low:g} to {entry.high:g} {entry.unit}".rstrip()
        raise DamagedSettings(f"{entry.name} at {seconds:g} s is {value:g}, but must be a number from {allowed}.")
    return seconds, value
