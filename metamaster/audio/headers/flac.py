"""FLAC: a chain of metadata blocks, the first of which states how many samples follow (RFC 9639)."""

import struct
from typing import BinaryIO

from metamaster.audio.headers.header import Header


def flac_header(file: BinaryIO, size: int, start: int = 0) -> Header:
    """The account of a FLAC file of ``size`` bytes that begins at ``start``: complete as far as its metadata goes.

    Compressed frames tell nothing of how many bytes they should be; only decoding the end shows that it is there.
    """
    file.seek(start)
    head = file.read(26)
    if len(head) < 26:
        return Header("FLAC", complete=False)
    packed = struct.unpack_from(">Q", head, 18)[0]
    sample_rate, frames = packed >> 44, packed & 0xFFFFFFFFF
    promised_s = frames / sample_rate if frames and sample_rate else None
    at, last = start + 4, False
    while not last and at + 4 <= size:
        file.seek(at)
        kind = struct.unpack(">I", file.read(4))[0]
        last, at = bool(kind >> 31), at + 4 + (kind & 0xFFFFFF)
    return Header("FLAC", complete=last and at <= size, promised_s=promised_s)
