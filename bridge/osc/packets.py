"""Packets: one message, or a bundle of messages and bundles with times at which they are due.

python-osc's own bundles are not used: an element of negative size keeps them in a loop for ever, and nesting runs into
Python's recursion limit.
"""

import struct
from typing import NamedTuple

from bridge.errors import MalformedPacket
from bridge.osc.codec import LARGEST_BYTES, Message, decode

BUNDLE = b"#bundle\0"
DEEPEST = 8
MOST_MESSAGES = 1024
_IMMEDIATELY = 1
_NTP_EPOCH_S = 2_208_988_800
"""Seconds from 1900, where OSC counts from, to 1970."""


class Due(NamedTuple):
    """Messages that belong together, and the Unix time in seconds at which they are due; None is at once."""

    at_s: float | None
    messages: tuple[Message, ...]


def unpack(data: bytes) -> list[Due]:
    """Everything in a packet, in its order; raises MalformedPacket, and then nothing of it is to be done."""
    if len(data) > LARGEST_BYTES:
        raise MalformedPacket(f"The packet is larger than {LARGEST_BYTES} bytes: send several.")
    if len(data) % 4:
        raise MalformedPacket("That is no OSC packet: its size is no multiple of 4 bytes.")
    if not data.startswith(BUNDLE):
        return [Due(None, (decode(data),))]
    found: list[Due] = []
    _unbundle(data, 1, found)
    return found


def _unbundle(data: bytes, depth: int, found: list[Due]) -> None:
    if depth > DEEPEST:
        raise MalformedPacket(f"Bundles are nested more than {DEEPEST} deep.")
    if len(data) < 16:
        raise MalformedPacket("A bundle ends before its time tag does.")
    at_s = _unix_time_s(struct.unpack_from(">Q", data, 8)[0])
    messages: list[Message] = []
    at = 16
    while at < len(data):
        (size,) = struct.unpack_from(">i", data, at)
        element = data[at + 4 : at + 4 + size] if size > 0 else b""
        if size <= 0 or size % 4 or len(element) < size:
            raise MalformedPacket("A bundle holds an element of impossible size.")
        at += 4 + size
        if element.startswith(BUNDLE):
            _unbundle(element, depth + 1, found)
        else:
            messages.append(decode(element))
        if len(messages) + sum(len(due.messages) for due in found) > MOST_MESSAGES:
            raise MalformedPacket(f"The bundle holds more than {MOST_MESSAGES} messages: send several.")
    if messages:
        found.append(Due(at_s, tuple(messages)))


def _unix_time_s(tag: int) -> float | None:
    return None if tag == _IMMEDIATELY else tag / 2.0**32 - _NTP_EPOCH_S
