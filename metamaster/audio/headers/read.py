"""Recognise a container by its first bytes and read the account that it gives of itself.

Decoders cannot be asked whether a file is whole: libsndfile shortens the promise of a cut WAV or AIFF silently.
"""

from pathlib import Path

from metamaster.audio.headers.flac import flac_header
from metamaster.audio.headers.header import Header
from metamaster.audio.headers.iff import aiff_header, wav_header
from metamaster.audio.headers.mpeg import after_tags, mp3_header
from metamaster.audio.headers.ogg import ogg_header


def read_header(path: Path) -> Header:
    """The account that the file at ``path`` gives of itself; raises OSError where it may not be read."""
    with path.open("rb") as file:
        size = path.stat().st_size
        head = file.read(12)
        if head[:4] in (b"RIFF", b"RIFX", b"RF64", b"BW64") and head[8:] == b"WAVE":
            return wav_header(file, size)
        if head[:4] == b"FORM" and head[8:] in (b"AIFF", b"AIFC"):
            return aiff_header(file, size)
        if head[:4] == b"OggS":
            return ogg_header(file, size)
        start = after_tags(file)
        file.seek(start)
        # Some taggers put in front of a FLAC file what belongs to MP3.
        return flac_header(file, size, start) if file.read(4) == b"fLaC" else mp3_header(file, size)
