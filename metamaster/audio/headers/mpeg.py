"""MP3: no header of its own, but most encoders put their counts into the first frame.

Frame header: ISO/IEC 11172-3 and 13818-3. Counts: the Xing/Info tag (Xing, LAME) or the VBRI tag (Fraunhofer).
"""

import struct
from typing import BinaryIO, NamedTuple

from metamaster.audio.headers.header import Header

_SAMPLE_RATES_HZ = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_SEARCHED_BYTES = 16384
# Tag editors add and drop a few bytes at the end without touching the counts; a quarter of a second passes for that.
_SLACK_BYTES = 4096


class _Frame(NamedTuple):
    sample_rate: int
    samples: int
    xing_at: int


class _Counts(NamedTuple):
    frames: int
    octets: int


def mp3_header(file: BinaryIO, size: int) -> Header:
    """The account of an MP3 file of ``size`` bytes; container "" if there is no MPEG layer III frame in sight."""
    start = after_tags(file)
    file.seek(start)
    head = file.read(_SEARCHED_BYTES)
    at = head.find(b"\xff")
    while at >= 0:
        frame = _frame(head[at : at + 4])
        if frame is not None:
            return _account(frame, _counts(head[at:], frame), size - start - at)
        at = head.find(b"\xff", at + 1)
    return Header("")


def after_tags(file: BinaryIO) -> int:
    """Where the ID3v2 tags in front end: their sizes are written in 7-bit bytes."""
    at = 0
    while True:
        file.seek(at)
        tag = file.read(10)
        if len(tag) < 10 or tag[:3] != b"ID3":
            return at
        length = sum((octet & 0x7F) << shift for octet, shift in zip(tag[6:], (21, 14, 7, 0), strict=True))
        at += 10 + length + (10 if tag[5] & 0x10 else 0)


def _frame(octets: bytes) -> _Frame | None:
    if len(octets) < 4:
        return None
    bits = struct.unpack(">I", octets)[0]
    version, layer, unprotected = bits >> 19 & 3, bits >> 17 & 3, bits >> 16 & 1
    bitrate, rate, mode = bits >> 12 & 15, bits >> 10 & 3, bits >> 6 & 3
    if bits >> 21 != 0x7FF or version == 1 or layer != 1 or bitrate == 15 or rate == 3:
        return None
    mono, newest = mode == 3, version == 3
    side_bytes = {(True, False): 32, (True, True): 17, (False, False): 17, (False, True): 9}[newest, mono]
    xing_at = 4 + side_bytes + (0 if unprotected else 2)
    return _Frame(_SAMPLE_RATES_HZ[version][rate], 1152 if newest else 576, xing_at)


def _counts(head: bytes, frame: _Frame) -> _Counts | None:
    tag = head[frame.xing_at : frame.xing_at + 16]
    if len(tag) == 16 and tag[:4] in (b"Xing", b"Info") and tag[7] & 1:
        frames, octets = struct.unpack_from(">II", tag, 8)
        return _Counts(frames, octets if tag[7] & 2 else 0)
    tag = head[36:54]
    if len(tag) == 18 and tag[:4] == b"VBRI":
        octets, frames = struct.unpack_from(">II", tag, 10)
        return _Counts(frames, octets)
    return None


def _account(frame: _Frame, counts: _Counts | None, held: int) -> Header:
    if counts is None or counts.frames == 0:
        return Header("MP3")
    promised_s = counts.frames * frame.samples / frame.sample_rate
    if counts.octets == 0:
        return Header("MP3", promised_s=promised_s)
    complete = held >= counts.octets - _SLACK_BYTES
    return Header("MP3", complete, promised_s, promised_s * min(1.0, held / counts.octets))
