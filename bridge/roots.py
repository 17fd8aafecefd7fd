"""The folders that the bridge may read and write, whoever asks."""

import os
from dataclasses import dataclass
from pathlib import Path

from bridge.errors import OutsideRoots, WrongType
from metamaster.errors import InputMissing

_LONGEST = 4096


@dataclass(frozen=True)
class Roots:
    """The allowed folders, resolved; a relative path begins at the first."""

    folders: tuple[Path, ...]

    @staticmethod
    def of(folders: tuple[Path, ...]) -> "Roots":
        """Roots from folders as given; raises InputMissing for one that is not there."""
        for folder in folders:
            if not folder.is_dir():
                raise InputMissing(f"{folder} is no folder: name one that exists with --root.")
        return Roots(tuple(Path(os.path.realpath(folder)) for folder in folders))

    def resolved(self, text: object) -> str:
        """The true path that a text names, with every link followed; the file itself need not exist.

        Raises WrongType for what is no path, OutsideRoots where it leads out.
        """
        if not isinstance(text, str) or not text or "\0" in text or len(text) > _LONGEST:
            raise WrongType("A path is one string: name a file.")
        path = Path(os.path.realpath(self.folders[0] / text))
        if not self._hold(path):
            allowed = ", ".join(str(folder) for folder in self.folders)
            raise OutsideRoots(
                f"{text[:200]} lies outside the folders that this bridge may use ({allowed}): see --root."
            )
        return str(path)

    def hold(self, text: str) -> bool:
        """Whether a path lies in one of the folders, with every link followed."""
        return self._hold(Path(os.path.realpath(text)))

    def _hold(self, path: Path) -> bool:
        return any(path.is_relative_to(folder) for folder in self.folders)

    def existing(self, text: object) -> str:
        """The true path of a file that is there; raises InputMissing besides what ``resolved`` raises."""
        path = self.resolved(text)
        # Not Path.is_file(), which raises for a name that is too long.
        if not os.path.isfile(path):  # noqa: PTH113
            raise InputMissing(f"{text} does not exist or is no file: check the name and the folder.")
        return path
