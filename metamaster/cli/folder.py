"""Folders that are made for the user."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from metamaster.audio.atomic import reported
from metamaster.errors import OutputUnwritable


@contextmanager
def folder_for(path: Path) -> Iterator[None]:
    """Makes a folder, and those above it, for what is done inside; if that fails they go again, where still empty.

    Raises OutputUnwritable or OutputFull.
    """
    with reported(path):
        above = next((folder for folder in (path, *path.parents) if folder.exists()), path)
        if above.exists() and not above.is_dir():
            raise OutputUnwritable(f"{above} is a file: name another folder.")
        new = [folder for folder in (path, *path.parents) if not folder.exists()]
        path.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        for folder in new:
            with suppress(OSError):
                folder.rmdir()
        raise
