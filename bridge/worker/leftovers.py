"""Clears up after a worker that was killed while it wrote a file."""

from contextlib import suppress
from pathlib import Path


def remove_leftovers(out: Path) -> None:
    """Removes what ``metamaster.audio.atomic`` had staged for that file and could not remove any more."""
    for path in out.parent.glob(f".{_escaped(out.name[:40])}.????????.partial"):
        with suppress(OSError):
            path.unlink()


def _escaped(name: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)
