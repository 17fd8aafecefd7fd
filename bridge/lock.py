"""A lock on a file that two bridges must not share; the system lifts it when its holder ends, however it ends."""

import fcntl
import os
from contextlib import suppress
from pathlib import Path

from metamaster.audio.atomic import reported
from metamaster.errors import StateTaken


class FileLock:
    """Holds a file by a hidden one beside it, since the file itself is replaced whenever it is saved."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._beside = path.parent / f".{path.name}.lock"
        self._held: int | None = None

    def take(self) -> None:
        """Takes the lock; raises StateTaken, or OutputUnwritable."""
        with reported(self._path):
            while self._held is None:
                self._held = self._opened()

    def release(self) -> None:
        """Lets go of it, if it is held."""
        if self._held is not None:
            # While it is still held, so that nobody holds what is no longer there.
            with suppress(OSError):
                self._beside.unlink()
            os.close(self._held)
            self._held = None

    def _opened(self) -> int | None:
        """The lock's file, held; None where its last holder has just removed it."""
        opened = os.open(self._beside, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if self._beside.stat().st_ino == os.fstat(opened).st_ino:
                return opened
        except BlockingIOError as error:
            os.close(opened)
            raise StateTaken(
                f"{self._path} belongs to a bridge that runs already: end that one, or name another with --state."
            ) from error
        except FileNotFoundError:
            pass
        os.close(opened)
        return None
