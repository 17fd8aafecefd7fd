"""Files that count for more or less than others."""

import os
from pathlib import Path

from metamaster.errors import BadOption
from metamaster.weights import HEAVIEST


def weighted_file(text: str, what: str, otherwise: float = 1.0) -> tuple[Path, float]:
    """A path and its weight from ``FILE`` or ``FILE=WEIGHT``; a file whose own name has a = is found too."""
    name, equals, weight = text.rpartition("=")
    # Not Path.exists(), which raises for a name that is too long.
    if not equals or os.path.exists(text):  # noqa: PTH110
        return Path(text), otherwise
    try:
        return Path(name), float(weight)
    except ValueError as error:
        remedy = f"give a number above 0, at most {HEAVIEST:g}"
        raise BadOption(f"The weight of the {what} {name} is {weight!r}: {remedy}.") from error
