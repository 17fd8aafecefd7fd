"""Ogg: a chain of pages, the last of which carries a mark that the stream ends there (RFC 3533)."""

from typing import BinaryIO

from metamaster.audio.headers.header import Header

_LARGEST_PAGE = 27 + 255 + 255 * 255
_LARGEST_TAG = 65536
_END_OF_STREAM = 4


def ogg_header(file: BinaryIO, size: int) -> Header:
    """The account of an Ogg file of ``size`` bytes: complete if its last page is whole and marked as the last."""
    file.seek(max(0, size - _LARGEST_PAGE - _LARGEST_TAG))
    end = file.read()
    at = end.rfind(b"OggS")
    if at < 0 or at + 27 > len(end):
        return Header("OGG", complete=False)
    lengths = end[at + 27 : at + 27 + end[at + 26]]
    whole = at + 27 + end[at + 26] + sum(lengths) <= len(end)
    return Header("OGG", complete=whole and bool(end[at + 5] & _END_OF_STREAM))
