"""WAV and AIFF: a chain of chunks, each with its name and its size.

RIFF WAVE (IBM/Microsoft 1991), RF64 (EBU Tech 3306) and AIFF/AIFF-C (Apple 1989/1991).
"""

import struct
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from metamaster.audio.headers.header import Header

# Programs that write into a pipe cannot come back to fill in the size; these are what they leave.
_UNKNOWN_SIZES = (range(1), range(0x7FFFF000 - 0x100, 0x80000001), range(0xFFFFF000 - 0x100, 0x100000000))
_LARGEST_EXPONENT = 16383 + 63
"""Of a number in the extended format: 2^64 Hz and more is no sample rate, and may be more than floats hold."""


class _Chunk(NamedTuple):
    name: bytes
    start: int
    size: int


def _chunks(file: BinaryIO, size: int, order: str) -> Iterator[_Chunk]:
    """Each chunk after the 12-byte form header; the last may promise more than the file holds."""
    at = 12
    while at + 8 <= size:
        file.seek(at)
        name, length = struct.unpack(f"{order}4sI", file.read(8))
        yield _Chunk(name, at + 8, length)
        at += 8 + length + length % 2


def _states_size(size: int) -> bool:
    return not any(size in unknown for unknown in _UNKNOWN_SIZES)


def wav_header(file: BinaryIO, size: int) -> Header:
    """The account of a RIFF, RIFX or RF64 file of ``size`` bytes, from its fmt, ds64 and data chunks."""
    file.seek(0)
    order = ">" if file.read(4) == b"RIFX" else "<"
    bytes_per_s, long_size = 0.0, None
    for chunk in _chunks(file, size, order):
        body = file.read(min(chunk.size, 28))
        if chunk.name == b"ds64" and len(body) >= 16:
            long_size = struct.unpack_from("<Q", body, 8)[0]
        elif chunk.name == b"fmt " and len(body) >= 12:
            bytes_per_s = float(struct.unpack_from(f"{order}I", body, 8)[0])
        elif chunk.name == b"data":
            promised = long_size if long_size is not None and chunk.size == 0xFFFFFFFF else chunk.size
            return _account("WAV", promised, size - chunk.start, bytes_per_s)
    return Header("WAV", complete=False)


def aiff_header(file: BinaryIO, size: int) -> Header:
    """The account of an AIFF or AIFF-C file of ``size`` bytes, from its COMM and SSND chunks."""
    frames, sample_rate = 0, 0.0
    for chunk in _chunks(file, size, ">"):
        body = file.read(min(chunk.size, 18))
        if chunk.name == b"COMM" and len(body) == 18:
            frames = struct.unpack_from(">I", body, 2)[0]
            sample_rate = _extended(body[8:18])
        elif chunk.name == b"SSND" and len(body) >= 8:
            bytes_per_s = chunk.size * sample_rate / frames if frames else 0.0
            return _account("AIFF", chunk.size, size - chunk.start, bytes_per_s)
    return Header("AIFF", complete=False)


def _extended(octets: bytes) -> float:
    """A sample rate from the 80-bit extended format; 0 where it can be none."""
    exponent, mantissa = struct.unpack(">HQ", octets)
    return float(mantissa) * 2.0 ** (exponent - 16383 - 63) if exponent <= _LARGEST_EXPONENT else 0.0


def _account(container: str, promised: int, held: int, bytes_per_s: float) -> Header:
    if not _states_size(promised):
        return Header(container)
    if bytes_per_s <= 0:
        return Header(container, complete=promised <= held)
    return Header(container, promised <= held, promised / bytes_per_s, min(held, promised) / bytes_per_s)
