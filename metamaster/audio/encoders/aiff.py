"""The header of an AIFF file, or AIFF-C for floating point (Apple 1989, 1991)."""

import struct

from metamaster.audio.encoders.encoder import Layout

_AIFC_VERSION_1 = 0xA2805140
_FLOAT_NAME = b"32-bit floating point"


def aiff_header(layout: Layout, frames: int) -> bytes:
    """All that comes before ``frames`` samples; its size does not depend on how many these are."""
    data_bytes = frames * layout.frame_bytes
    common = struct.pack(">HIH", layout.channels, frames, layout.bits) + _extended(layout.sample_rate)
    version = b""
    if layout.floating:
        version = struct.pack(">4sII", b"FVER", 4, _AIFC_VERSION_1)
        common += b"fl32" + struct.pack("B", len(_FLOAT_NAME)) + _FLOAT_NAME
    described = version + struct.pack(">4sI", b"COMM", len(common)) + common
    form_bytes = 4 + len(described) + 16 + data_bytes + data_bytes % 2
    form = b"AIFC" if layout.floating else b"AIFF"
    sound = struct.pack(">4sIII", b"SSND", 8 + data_bytes, 0, 0)
    return struct.pack(">4sI4s", b"FORM", form_bytes, form) + described + sound


def _extended(number: int) -> bytes:
    """A positive whole number as an 80-bit extended float."""
    exponent = number.bit_length() - 1
    return struct.pack(">HQ", 16383 + exponent, number << (63 - exponent))
