"""A reference of the session."""

import math

import msgspec

from bridge.errors import OutOfRange

HEAVIEST = 1000.0


class Reference(msgspec.Struct, frozen=True):
    """A record to sound like: its resolved path, and its weight among the references."""

    path: str
    weight: float = 1.0


def checked_weight(weight: float) -> float:
    """The weight; raises OutOfRange unless it is above 0 and at most ``HEAVIEST``."""
    if not (math.isfinite(weight) and 0.0 < weight <= HEAVIEST):
        raise OutOfRange(f"The weight of a reference is {weight:g}: give a number above 0, at most {HEAVIEST:g}.")
    return float(f"{weight:.7g}")
