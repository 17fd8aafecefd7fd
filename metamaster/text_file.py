"""Reads the small text files that people keep and edit: settings and configurations."""

from pathlib import Path

from metamaster.errors import InputMissing
from metamaster.schema import Misfit

LARGEST_BYTES = 1_000_000
"""Far more than any settings file; what is larger is audio named by mistake and is not read into memory."""


def read_text(path: Path) -> str:
    """The text of a small UTF-8 file, with or without a byte-order mark.

    Raises InputMissing if there is none that may be read, Misfit if it is no text of at most ``LARGEST_BYTES``.
    """
    try:
        with path.open("rb") as handle:
            content = handle.read(LARGEST_BYTES + 1)
    except FileNotFoundError as error:
        raise InputMissing(f"{shown(path)} does not exist: check the name and the folder.") from error
    except IsADirectoryError as error:
        raise InputMissing(f"{shown(path)} is a folder: name a file in it.") from error
    except PermissionError as error:
        raise InputMissing(f"{shown(path)} may not be read: change its permissions.") from error
    except OSError as error:
        raise InputMissing(f"{shown(path)} cannot be read ({error.strerror}): check the disk.") from error
    if len(content) > LARGEST_BYTES:
        raise Misfit(f"it is larger than {LARGEST_BYTES // 1000} kB: name the right file.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Misfit("it is not a text file in UTF-8: name the right file, or save it as UTF-8.") from error


def shown(path: str | Path) -> str:
    """A path as text that any terminal can show; POSIX allows names that are not valid Unicode."""
    return str(path).encode("utf-8", "replace").decode()
