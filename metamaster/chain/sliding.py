"""Sliding sums by doubling: span 1, 2, 4 … added up to any width.

The tree of additions is the same for every output, so the result does not depend on where a block begins, nothing
drifts as running sums do, and NumPy and JAX add in the same order.
"""

from functools import reduce
from operator import add
from typing import Any, TypeVar

Samples = TypeVar("Samples", bound=Any)


def moving_sum(values: Samples, width: int) -> Samples:
    """Sums over each ``width`` neighbouring entries of a vector (NumPy or JAX); the result is width − 1 shorter."""
    count = values.shape[0] - width + 1
    power, span, offset = values, 1, 0
    parts = []
    while span <= width:
        if width & span:
            parts.append(power[offset : offset + count])
            offset += span
        power = power[:-span] + power[span:]
        span *= 2
    total: Samples = reduce(add, parts)
    return total


def doubling_shifts(width: int) -> tuple[int, ...]:
    """Shifts that grow a window of one entry to ``width`` entries when each joins the window with its shifted self.

    For operations that may count an entry twice, such as a maximum.
    """
    shifts, span = [], 1
    while 2 * span <= width:
        shifts.append(span)
        span *= 2
    if width > span:
        shifts.append(width - span)
    return tuple(shifts)
