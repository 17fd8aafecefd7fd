"""The account that a file gives of its own length."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Header:
    """A file's container, how long it says it is, and whether the bytes for that are there.

    ``promised_s`` is None where the file does not state its length (Ogg never does), ``held_s`` where the header
    does not tell how much is there. ``container`` is "" where none was recognised.
    """

    container: str
    complete: bool = True
    promised_s: float | None = None
    held_s: float | None = None
