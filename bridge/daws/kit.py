"""What a kit is: the files that make one program work with the bridge."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Kit:
    """The files for one program; ``files`` makes them, by their path in the kit's folder."""

    name: str
    program: str
    about: str
    files: Callable[[], dict[str, bytes]]


def kept_files(folder: Path) -> dict[str, bytes]:
    """The files that lie in a folder of this package, by their path in it; nothing in them depends on the controls."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".pyc"
    }
