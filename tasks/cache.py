"""A bounded folder of arrays that took long to make, each under the digest of what it was made from and by.

One folder serves all that makes tasks on a machine, so how much room it may take is a matter of the machine: were it
one of each set of tasks, the most modest of them would empty it for the others. Files are ``.npz`` without pickle,
written beside and renamed, so that several processes may share the folder. What was not used for longest goes first
when there is no more room.
"""

import hashlib
import math
import os
import shutil
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import ModuleType

import numpy as np
from platformdirs import user_cache_dir

from metamaster.audio.atomic import StagedFile, reported
from metamaster.errors import BadConfig, MetamasterError

Arrays = Mapping[str, np.ndarray]

_LOOKS_BELOW = "04"
"""Files whose names begin lower, one in 64, have the folder looked through for how much room it takes."""
_KEEPS_SHARE = 0.9
_USUAL_LIMIT_GB = 40.0
"""What training keeps fits: two stretches of 256 songs in each of 13 genres."""
_LEFT_FREE_BYTES = 4_000_000_000
"""On the disk, for all else."""


class Cache:
    """Arrays by key; ``limit_bytes`` is how much room the folder may take, give or take what was written last.

    Where the disk is nearly full it takes less, so that some of it is left free.
    """

    def __init__(self, folder: Path, limit_bytes: int) -> None:
        self.folder = folder
        self._limit_bytes = limit_bytes

    def arrays(self, key: str, make: Callable[[], Arrays]) -> Arrays:
        """What is kept under that key, or what ``make`` gives, which is then kept; raises what ``make`` raises.

        Where nothing can be written, things are made anew each time: that costs time and nothing else.
        """
        path = self._path(key)
        kept = _read(path)
        if kept is not None:
            return kept
        made = make()
        with suppress(MetamasterError, OSError):
            self._write(path, made)
        return made

    def holds(self, key: str) -> bool:
        """Whether something is kept under that key."""
        return self._path(key).is_file()

    def _path(self, key: str) -> Path:
        return self.folder / f"{hashlib.sha256(key.encode()).hexdigest()[:40]}.npz"

    def _write(self, path: Path, made: Arrays) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        with StagedFile(path, overwrite=True) as staged, reported(path), staged.path.open("wb") as file:
            np.savez(file, **made)  # type: ignore[arg-type]
        if path.name < _LOOKS_BELOW:
            self.make_room()

    def make_room(self) -> None:
        """Removes what was not used for longest until the folder is within its limit."""
        files = []
        for path in self.folder.glob("*.npz"):
            with suppress(FileNotFoundError):
                state = path.stat()
                files.append((state.st_mtime_ns, state.st_size, path))
        room = sum(size for _, size, _ in files)
        limit = min(self._limit_bytes, room + shutil.disk_usage(self.folder).free - _LEFT_FREE_BYTES)
        if room <= limit:
            return
        for _, size, path in sorted(files):
            path.unlink(missing_ok=True)
            room -= size
            if room <= _KEEPS_SHARE * limit:
                return


def _read(path: Path) -> Arrays | None:
    try:
        # Opened here, since NumPy leaves a file open that turns out to be damaged.
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        os.utime(path)
    except (OSError, ValueError, zipfile.BadZipFile, EOFError, KeyError, NotImplementedError):
        # Not there, or damaged: it is made anew and replaced.
        return None
    return arrays


def default_folder() -> Path:
    """The user's cache folder for tasks; METAMASTER_CACHE names another."""
    return Path(os.environ.get("METAMASTER_CACHE") or user_cache_dir("metamaster")) / "tasks"


def allowed_bytes() -> int:
    """How much room it may take: METAMASTER_CACHE_GB gigabytes, or else 40; raises BadConfig where that is no size."""
    asked = os.environ.get("METAMASTER_CACHE_GB") or str(_USUAL_LIMIT_GB)
    try:
        size = float(asked)
    except ValueError:
        size = math.nan
    if not 0.0 <= size < math.inf:
        raise BadConfig(f"METAMASTER_CACHE_GB is {asked!r}: give how many gigabytes may be kept, such as 10.")
    return round(size * 1e9)


@cache
def fingerprint(*packages: ModuleType) -> str:
    """A digest of the sources of packages or modules, tables beside them included.

    What they made is out of date once it changes.
    """
    digest = hashlib.sha256()
    for package in packages:
        origin = Path(package.__file__ or "")
        sources = _sources_in(origin.parent) if origin.name == "__init__.py" else [origin]
        for path in sources:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _sources_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix in (".py", ".json"))
