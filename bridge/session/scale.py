"""A control's value in its three forms: in its unit, as a position from 0 to 1, and as text for people."""

import math
import re
import reprlib

from bridge.errors import OutOfRange, WrongType
from bridge.session.controls import LONGEST_TEXT, Control, Value

_NUMBER = re.compile(r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*(.*?)\s*", re.DOTALL)
_ABSURD = 1e15
"""More than any control takes; Python's whole numbers go on beyond what a float holds."""
_WORDS = {"on": 1.0, "off": 0.0, "true": 1.0, "false": 0.0, "1": 1.0, "0": 0.0}


def checked(control: Control, given: object) -> Value:
    """What the control is to hold; raises WrongType or OutOfRange.

    Numbers keep seven significant digits, which gives 0.1 back as 0.1 though OSC sends it in 32 bits. A choice is
    taken by its index or by its name.
    """
    if control.kind == "text":
        return _checked_text(control, given)
    if isinstance(given, str):
        return from_text(control, given)
    # A bool is an int to Python; only toggles are true or false.
    if not isinstance(given, int | float) or (isinstance(given, bool) and control.kind != "toggle"):
        raise WrongType(f"{control.name} takes {described(control)}.")
    if not abs(given) < _ABSURD:
        raise _out_of_range(control, given)
    value = float(f"{given:.7g}")
    if not control.low <= value <= control.high or (control.kind != "number" and not value.is_integer()):
        raise _out_of_range(control, value)
    return value


def to_norm(control: Control, value: Value) -> float:
    """The position of a value from 0 to 1; raises WrongType for text."""
    number = _number(control, value)
    if control.scale == "log":
        return math.log(number / control.low) / math.log(control.high / control.low)
    return (number - control.low) / (control.high - control.low)


def from_norm(control: Control, norm: object) -> Value:
    """The value at a position from 0 to 1, the nearest there is for toggles and choices.

    Raises WrongType or OutOfRange.
    """
    if control.kind == "text" or not isinstance(norm, int | float):
        raise WrongType(f"{control.name} as a position takes one number from 0 to 1.")
    if not 0.0 <= norm <= 1.0:
        raise OutOfRange(f"{control.name} as a position is {norm:g}: give a number from 0 to 1.")
    if control.scale == "log":
        value = control.low * math.pow(control.high / control.low, norm)
    else:
        value = control.low + (control.high - control.low) * norm
    value = float(f"{value:.7g}") if control.kind == "number" else float(round(value))
    return min(max(value, control.low), control.high)


def to_text(control: Control, value: Value) -> str:
    """The value for people: ``2.5 dB``, ``on``, ``A``."""
    if control.kind == "text":
        return str(value)
    number = _number(control, value)
    if control.kind == "toggle":
        return "on" if number else "off"
    if control.kind == "choice":
        return control.choices[int(number)]
    return f"{number:.4g}{_unit(control)}"


def from_text(control: Control, text: object) -> Value:
    """The value that a person means by ``2.5``, ``2.5 dB``, ``on``, ``A`` or ``0``; raises WrongType or OutOfRange."""
    if not isinstance(text, str):
        raise WrongType(f"{control.name} as text takes one string.")
    if control.kind == "text":
        return _checked_text(control, text)
    if control.kind == "choice" and text in control.choices:
        return float(control.choices.index(text))
    if control.kind == "choice" and text in map(str, range(len(control.choices))):
        return float(text)
    if control.kind == "toggle" and text.lower() in _WORDS:
        return _WORDS[text.lower()]
    match = _NUMBER.fullmatch(text[:LONGEST_TEXT]) if control.kind == "number" else None
    if match is None or match[2] not in ("", control.unit):
        raise WrongType(f"{control.name} cannot be {text[:40]!r}: it takes {described(control)}.")
    return checked(control, float(match[1]))


def described(control: Control) -> str:
    """What a control takes, in words: ``a number from -9 to 9 dB``."""
    match control.kind:
        case "text":
            return f"text of at most {LONGEST_TEXT} letters"
        case "toggle":
            return "0 (off) or 1 (on)"
        case "choice":
            return " or ".join(f"{index} ({name})" for index, name in enumerate(control.choices))
        case _:
            return f"a number from {control.low:g} to {control.high:g}{_unit(control)}"


def _unit(control: Control) -> str:
    # A ratio is written 2:1, everything else as 2 dB.
    return f" {control.unit}".rstrip() if not control.unit.startswith(":") else control.unit


def _checked_text(control: Control, given: object) -> str:
    if not isinstance(given, str) or len(given) > LONGEST_TEXT or not given.isprintable():
        raise WrongType(f"{control.name} takes {described(control)}.")
    return given


def _number(control: Control, value: Value) -> float:
    if isinstance(value, str):
        raise WrongType(f"{control.name} holds text, which has no position.")
    return value


def _out_of_range(control: Control, value: object) -> OutOfRange:
    return OutOfRange(f"{control.name} is {reprlib.repr(value)}, but takes {described(control)}.")
