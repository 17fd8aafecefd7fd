"""How much one of several references or genres counts."""

from metamaster.errors import BadOption

HEAVIEST = 1000.0
"""More than anybody can hear of; sums and products of weights stay finite."""


def refuse_weight(what: str, weight: float) -> None:
    """Raises BadOption, naming ``what`` it is of, for a weight that is not above 0 and at most ``HEAVIEST``."""
    if not 0.0 < weight <= HEAVIEST:
        raise BadOption(f"The weight of the {what} is {weight:g}: give a number above 0, at most {HEAVIEST:g}.")
