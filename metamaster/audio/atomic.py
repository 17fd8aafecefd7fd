"""Files that appear whole or not at all: written beside the target and then put in its place in one step."""

import errno
import os
import secrets
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

from metamaster.errors import MetamasterError, OutputExists, OutputFull, OutputUnwritable

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class StagedFile:
    """A context manager that creates an empty file at ``path``, in the target's folder, for the caller to fill.

    When the context ends well, that file takes the target's place; on any exception it is removed and the target
    stays as it was. Raises OutputExists if the target exists (before or after writing) and ``overwrite`` is False,
    OutputUnwritable or OutputFull.
    """

    def __init__(self, target: Path, overwrite: bool) -> None:
        self.target = target
        self.overwrite = overwrite
        # A link is followed, so that it goes on pointing at what was written.
        self._final = Path(os.path.realpath(target))
        # Cut, since a name that only just fits would not fit with the additions.
        self.path = self._final.parent / f".{self._final.name[:40]}.{secrets.token_hex(4)}.partial"
        # For a Ctrl-C at a moment when no exit or handler catches it: Python does this before it ends.
        self._last_resort = weakref.finalize(self, _remove, self.path)

    def __enter__(self) -> "StagedFile":
        with reported(self.target):
            self.check_target()
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                with reported(self.target):
                    self._publish()
        finally:
            _remove(self.path)
            self._last_resort.detach()

    def check_target(self) -> None:
        """Raise OutputExists or OutputUnwritable where publishing is bound to fail."""
        if self._final.is_dir():
            raise OutputUnwritable(f"{self.target} is a folder: name a file in it.")
        if not self._final.parent.is_dir():
            raise OutputUnwritable(f"The folder {self.target.parent} does not exist: create it first.")
        # Not exists(), which takes a name that is too long for one that is free.
        with suppress(FileNotFoundError):
            os.lstat(self._final)
            if not self._final.is_file():
                raise OutputUnwritable(f"{self.target} is a pipe or a device: name a file.")
            if not self.overwrite:
                raise _exists(self.target)

    def _publish(self) -> None:
        _flush_to_disk(self.path)
        if self.overwrite:
            self.path.replace(self._final)
        else:
            self._publish_if_free()
        _flush_to_disk(self._final.parent)

    def _publish_if_free(self) -> None:
        try:
            os.link(self.path, self._final)
        except FileExistsError as error:
            raise _exists(self.target) from error
        except OSError:
            # Some file systems (FAT, many network shares) have no links.
            self._publish_over_claim()

    def _publish_over_claim(self) -> None:
        try:
            os.close(os.open(self._final, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        except FileExistsError as error:
            raise _exists(self.target) from error
        try:
            self.path.replace(self._final)
        except BaseException:
            self._final.unlink()
            raise


def check_target(target: Path, overwrite: bool) -> None:
    """Raise OutputExists or OutputUnwritable if a file cannot be put there; costs nothing, so ask before the work."""
    with reported(target):
        StagedFile(target, overwrite).check_target()
        if not os.access(Path(os.path.realpath(target)).parent, os.W_OK):
            raise PermissionError


def _remove(path: Path) -> None:
    # What ended the writing is what the user must hear of, not that clearing up after it failed too.
    with suppress(OSError):
        path.unlink()


@contextmanager
def reported(target: Path) -> Iterator[None]:
    """Turn what the system says about writing ``target`` into OutputFull or OutputUnwritable."""
    try:
        yield
    except OSError as error:
        raise _output_error(error, target) from error


def _output_error(error: OSError, target: Path) -> MetamasterError:
    folder = target.parent.absolute()
    if error.errno in _FULL:
        return OutputFull(f"There is no room for {target.name} on the disk of {folder}: free some space.")
    if isinstance(error, PermissionError):
        return OutputUnwritable(f"{folder} may not be written to: name another folder for {target.name}.")
    reason = error.strerror or str(error)
    return OutputUnwritable(f"{target} cannot be written ({reason}): name another file or folder.")


def _exists(target: Path) -> OutputExists:
    return OutputExists(f"{target} exists already: add --force to overwrite it, or name another file.")


def _flush_to_disk(path: Path) -> None:
    """Have the system put a file's contents, or a folder's entries, on the disk before anything else is done."""
    folder = path.is_dir()
    if folder and os.name == "nt":
        return  # Windows opens no folders, and keeps their entries safe by itself
    handle = os.open(path, os.O_RDONLY if folder else os.O_RDWR)
    try:
        os.fsync(handle)
    except OSError as error:
        # Not every file system can do it for folders; the file itself is on the disk and in its place by then.
        if not folder or error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)


def atomic_bytes(path: Path, content: bytes, overwrite: bool = False) -> None:
    """Write a whole file or none; raises OutputExists, OutputUnwritable or OutputFull."""
    with StagedFile(path, overwrite) as staged, reported(path):
        staged.path.write_bytes(content)


def atomic_text(path: Path, text: str, overwrite: bool = False) -> None:
    """Write a whole text file (UTF-8, line ends as given) or none; raises as ``atomic_bytes``.

    What no encoding can write, as names may hold, becomes a question mark.
    """
    atomic_bytes(path, text.encode("utf-8", "replace"), overwrite)
