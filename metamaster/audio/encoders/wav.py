"""The header of a WAV file, which becomes that of an RF64 file where 4 GB is passed (EBU Tech 3306)."""

import struct

from metamaster.audio.encoders.encoder import Layout

_LARGEST_RIFF_BYTES = 2**32 - 2
_INTEGER, _FLOATING = 1, 3


def wav_header(layout: Layout, frames: int) -> bytes:
    """All that comes before ``frames`` samples; its size does not depend on how many these are."""
    data_bytes = frames * layout.frame_bytes
    described = _format(layout) + (_fact(frames) if layout.floating else b"")
    # After "RIFF" and the size itself: "WAVE", the reserve, the description, the data chunk and its padding.
    riff_bytes = 4 + 36 + len(described) + 8 + data_bytes + data_bytes % 2
    if riff_bytes <= _LARGEST_RIFF_BYTES:
        # What RF64 needs is kept free, under a name that says to skip it.
        return b"".join(
            [
                struct.pack("<4sI4s", b"RIFF", riff_bytes, b"WAVE"),
                struct.pack("<4sI28x", b"JUNK", 28),
                described,
                struct.pack("<4sI", b"data", data_bytes),
            ]
        )
    return b"".join(
        [
            struct.pack("<4sI4s", b"RF64", 0xFFFFFFFF, b"WAVE"),
            struct.pack("<4sIQQQI", b"ds64", 28, riff_bytes, data_bytes, frames, 0),
            described,
            struct.pack("<4sI", b"data", 0xFFFFFFFF),
        ]
    )


def _format(layout: Layout) -> bytes:
    tag = _FLOATING if layout.floating else _INTEGER
    bytes_per_s = layout.sample_rate * layout.frame_bytes
    fields = struct.pack(
        "<HHIIHH", tag, layout.channels, layout.sample_rate, bytes_per_s, layout.frame_bytes, layout.bits
    )
    if layout.floating:
        fields += struct.pack("<H", 0)  # every format but integers states the size of an extension
    return struct.pack("<4sI", b"fmt ", len(fields)) + fields


def _fact(frames: int) -> bytes:
    return struct.pack("<4sII", b"fact", 4, min(frames, 0xFFFFFFFF))
