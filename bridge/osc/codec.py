"""OSC messages from and to bytes (OSC 1.0 and the types of 1.1).

The arguments are read and written by python-osc; what it leaves open is checked here: it fills truncated numbers up
with zeros, skips types it does not know, and lets bad UTF-8 through as an exception of another kind.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from pythonosc.parsing import osc_types

from bridge.errors import MalformedPacket

LARGEST_BYTES = 65_536
MOST_ARGUMENTS = 256

Argument = Any
"""int, float, str, bytes, bool, None, or what python-osc makes of the rarer types."""


class Message(NamedTuple):
    """An address, which may be a pattern, and its arguments; those in brackets are not nested but follow."""

    address: str
    arguments: tuple[Argument, ...]


_Read = Callable[[bytes, int], tuple[Argument, int]]
_SIZED: dict[str, tuple[int, _Read]] = {
    "i": (4, osc_types.get_int),
    "f": (4, osc_types.get_float),
    "r": (4, osc_types.get_rgba),
    "m": (4, osc_types.get_midi),
    "h": (8, osc_types.get_int64),
    "d": (8, osc_types.get_double),
    "t": (8, osc_types.get_uint64),
    "s": (4, osc_types.get_string),
    "S": (4, osc_types.get_string),
    "b": (4, osc_types.get_blob),
}
"""The least size of each type that takes room, and what reads it."""
_VALUES: dict[str, Argument] = {"T": True, "F": False, "N": None, "I": float("inf")}


def decode(data: bytes) -> Message:
    """One message; raises MalformedPacket."""
    try:
        if not data.startswith(b"/"):
            raise MalformedPacket("That is no OSC message: its address does not begin with a slash.")
        address, at = osc_types.get_string(data, 0)
        if at >= len(data):
            return Message(address, ())
        tags, at = osc_types.get_string(data, at)
        if not tags.startswith(","):
            raise MalformedPacket(f"The message to {_short(address)} has no type tags.")
        return Message(address, _arguments(data, at, tags[1:], address))
    except UnicodeDecodeError as error:
        raise MalformedPacket("That is no OSC message: it holds text that is not UTF-8.") from error
    except osc_types.ParseError as error:
        raise MalformedPacket("That is no OSC message: it ends too soon.") from error


def _arguments(data: bytes, at: int, tags: str, address: str) -> tuple[Argument, ...]:
    if len(tags) > MOST_ARGUMENTS:
        raise MalformedPacket(f"The message to {_short(address)} has more than {MOST_ARGUMENTS} arguments.")
    found: list[Argument] = []
    for tag in tags:
        if tag in _SIZED:
            size, read = _SIZED[tag]
            if at + size > len(data):
                raise MalformedPacket(f"The message to {_short(address)} ends before its arguments do.")
            value, after = read(data, at)
            if after < at or after > len(data):
                raise MalformedPacket(f"The message to {_short(address)} has an argument of impossible size.")
            found.append(value)
            at = after
        elif tag in _VALUES:
            found.append(_VALUES[tag])
        elif tag not in "[]":
            raise MalformedPacket(f"The message to {_short(address)} has an argument of the unknown type {tag!r}.")
    return tuple(found)


def encode(address: str, arguments: Sequence[float | int | str]) -> bytes:
    """A message; floats go as 32 bits, bools as 0 or 1 since not every client reads T and F."""
    tags, parts = ",", []
    for value in arguments:
        if isinstance(value, str):
            tags += "s"
            # Names of files may hold what no encoding can write, and a string ends at the first zero.
            parts.append(osc_types.write_string(value.encode("utf-8", "replace").decode().replace("\0", " ")))
        elif isinstance(value, int):
            tags += "i"
            parts.append(osc_types.write_int(int(value)))
        else:
            tags += "f"
            parts.append(osc_types.write_float(value))
    return _head(address, tags) + b"".join(parts)


@lru_cache(maxsize=4096)
def _head(address: str, tags: str) -> bytes:
    return osc_types.write_string(address) + osc_types.write_string(tags)


def _short(address: str) -> str:
    return address if len(address) <= 80 else f"{address[:80]}…"
