"""Leaves out the points of a recorded pass that a straight line between their neighbours says as well.

D. Douglas and T. Peucker, Algorithms for the reduction of the number of points required to represent a digitized line
(1973), with the distance taken along the control's travel.
"""

from bridge.session.controls import CONTROLS
from bridge.session.scale import to_norm
from metamaster.chain.lanes import Point

TOLERANCE = 0.002
"""Of the control's travel: less than a step of seven bits."""


def thinned(name: str, points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Fewer points, of which none that is left out lay further than ``TOLERANCE`` from the line."""
    norms = [to_norm(CONTROLS[name], value) for _, value in points]
    kept = {0, len(points) - 1}
    waiting = [(0, len(points) - 1)]
    while waiting:
        first, last = waiting.pop()
        furthest, where = TOLERANCE, None
        for at in range(first + 1, last):
            off = abs(norms[at] - _on_line(points, norms, (first, last), at))
            if off > furthest:
                furthest, where = off, at
        if where is not None:
            kept.add(where)
            waiting += [(first, where), (where, last)]
    return tuple(points[at] for at in sorted(kept))


def _on_line(points: tuple[Point, ...], norms: list[float], ends: tuple[int, int], at: int) -> float:
    first, last = ends
    length_s = points[last][0] - points[first][0]
    share = (points[at][0] - points[first][0]) / length_s if length_s > 0.0 else 0.0
    return norms[first] + share * (norms[last] - norms[first])
