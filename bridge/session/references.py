"""A reference of the session."""

import msgspec

from bridge.errors import OutOfRange
from metamaster.weights import HEAVIEST


class Reference(msgspec.Struct, frozen=True):
    """A record to sound like: its resolved path, and its weight among the references."""

    path: str
    weight: float = 1.0


def checked_weight(weight: float) -> float:
    """The weight; raises OutOfRange unless it is above 0 and at most ``HEAVIEST``."""
    if not 0.0 < weight <= HEAVIEST:
        raise OutOfRange(f"The weight of a reference is {weight:g}: give a number above 0, at most {HEAVIEST:g}.")
    return float(f"{weight:.7g}")
