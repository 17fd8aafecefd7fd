"""Arguments of messages as the kinds that a command needs."""

import math

from bridge.errors import OutOfRange, WrongType
from bridge.osc.codec import Argument

Given = tuple[Argument, ...]


def count(given: Given, least: int, most: int, needed: str) -> None:
    """Raises WrongType unless there are that many; ``needed`` says what belongs there."""
    if not least <= len(given) <= most:
        raise WrongType(f"It takes {needed}, but {len(given)} arguments were given.")


OVERWRITE = "and 1 to overwrite what is there"


def target(given: Given) -> tuple[str, bool]:
    """A path, and whether to overwrite what is there; raises WrongType or OutOfRange."""
    return text(given[0], "path"), len(given) > 1 and bool(whole(given[1], "overwriting"))


def text(value: Argument, what: str) -> str:
    """Text; raises WrongType."""
    if not isinstance(value, str):
        raise WrongType(f"The {what} is to be text.")
    return value


def number(value: Argument, what: str) -> float:
    """A finite number; raises WrongType or OutOfRange."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise WrongType(f"The {what} is to be a number.")
    if not math.isfinite(value):
        raise OutOfRange(f"The {what} is {value}: give a finite number.")
    return float(value)


def whole(value: Argument, what: str) -> int:
    """A whole number; raises WrongType or OutOfRange."""
    found = number(value, what)
    if not found.is_integer():
        raise WrongType(f"The {what} is to be a whole number.")
    return int(found)
