"""What is in a folder under the roots: folders and files of a kind, by name."""

import os
from pathlib import Path
from typing import Any

from bridge.genres import SUFFIX as GENRE_SUFFIX
from bridge.roots import Roots
from metamaster.audio.readable import SUFFIXES as AUDIO_SUFFIXES
from metamaster.errors import InputMissing

SUFFIXES = {
    "audio": AUDIO_SUFFIXES,
    "genre": frozenset((GENRE_SUFFIX,)),
}
"""By which endings files of a kind are known."""
MOST_ENTRIES = 2000


def folder(roots: Roots, text: str, suffixes: frozenset[str]) -> dict[str, Any]:
    """A folder's path, the one above it (null where that is out of bounds), its folders and its files of a kind.

    Without a text, the roots themselves, or what is in the only one. Raises OutsideRoots, WrongType or InputMissing.
    """
    if not text and len(roots.folders) > 1:
        return {"path": "", "above": None, "folders": [str(one) for one in roots.folders], "files": []}
    path = Path(roots.resolved(text or str(roots.folders[0])))
    folders, files = _entries(path, text, suffixes)
    return {"path": str(path), "above": _above(roots, path), "folders": sorted(folders), "files": sorted(files)}


def _entries(path: Path, text: str, suffixes: frozenset[str]) -> tuple[list[str], list[str]]:
    folders: list[str] = []
    files: list[str] = []
    try:
        with os.scandir(path) as found:
            for entry in found:
                if entry.name.startswith(".") or len(folders) + len(files) >= MOST_ENTRIES:
                    continue
                if entry.is_dir():
                    folders.append(entry.name)
                elif Path(entry.name).suffix.lower() in suffixes:
                    files.append(entry.name)
    except OSError as error:
        raise InputMissing(f"{text or path} cannot be looked into ({error.strerror}).") from error
    return folders, files


def _above(roots: Roots, path: Path) -> str | None:
    if path not in roots.folders:
        return str(path.parent)
    return "" if len(roots.folders) > 1 else None
