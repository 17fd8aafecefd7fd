"""OSC 1.0 messages of numbers and text, as far as the bridge is spoken to here."""

from __future__ import annotations

import struct

_WORD = 4


def encode(address: str, *arguments: float | int | str) -> bytes:
    """A message: text as ``s``, whole numbers as ``i``, others as ``f``."""
    tags, body = ",", b""
    for argument in arguments:
        if isinstance(argument, str):
            tags, body = tags + "s", body + _padded(argument)
        elif isinstance(argument, int):
            tags, body = tags + "i", body + struct.pack(">i", argument)
        else:
            tags, body = tags + "f", body + struct.pack(">f", argument)
    return _padded(address) + _padded(tags) + body


def decode(packet: bytes) -> tuple[str, list[float | int | str]]:
    """A message's address and arguments; raises ValueError for anything else."""
    address, at = _text(packet, 0)
    tags, at = _text(packet, at)
    arguments: list[float | int | str] = []
    for tag in tags[1:]:
        if tag == "s":
            text, at = _text(packet, at)
            arguments.append(text)
        elif tag in "if" and at + _WORD <= len(packet):
            arguments.append(struct.unpack_from(">" + tag, packet, at)[0])
            at += _WORD
        else:
            raise ValueError("an argument is cut off, or of a kind not known here")
    return address, arguments


def _padded(text: str) -> bytes:
    data = text.encode() + b"\0"
    return data + b"\0" * (-len(data) % _WORD)


def _text(packet: bytes, at: int) -> tuple[str, int]:
    end = packet.find(b"\0", at)
    if end < 0:
        raise ValueError("a text has no end")
    return packet[at:end].decode(), end + _WORD - end % _WORD
