"""Files of one kind in one folder, called by their names: presets, genres."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from metamaster.audio.atomic import reported
from metamaster.errors import BridgeRefused

_NAME = re.compile(r"[^\W_][\w \-+&().,']{0,62}[\w)]|[^\W_]")


@dataclass(frozen=True)
class Kind:
    """What lies on a shelf, the ending of its files, where they are listed, and how a name is refused."""

    what: str
    suffix: str
    listed: str
    unknown: type[BridgeRefused]
    bad_name: type[BridgeRefused]


class Shelf:
    """The files of a kind in a folder, which is made when the first one is saved."""

    def __init__(self, folder: Path, kind: Kind) -> None:
        self.folder = folder
        self._kind = kind

    def names(self) -> tuple[str, ...]:
        """The names there are, sorted; their places in this order are their numbers, from 0."""
        if not self.folder.is_dir():
            return ()
        found = (path.stem for path in self.folder.glob(f"*{self._kind.suffix}"))
        return tuple(sorted(name for name in found if _NAME.fullmatch(name) and not self._ends_as_a_file(name)))

    def path(self, name: str) -> Path:
        """Where the file of that name lies; raises the kind's refusal of what could not be a file's name everywhere."""
        if not _NAME.fullmatch(name):
            raise self._kind.bad_name(
                f"A {self._kind.what} cannot be named {name[:80]!r}: use 1 to 64 letters, digits, spaces and _-+&().,' "
                "which begin with a letter or digit, and end with a letter, a digit, _ or )."
            )
        if self._ends_as_a_file(name):
            suffix = self._kind.suffix
            raise self._kind.bad_name(f"A {self._kind.what} cannot be named {name[:80]!r}: leave out {suffix}.")
        return self.folder / f"{name}{self._kind.suffix}"

    def _ends_as_a_file(self, name: str) -> bool:
        # Such a name would be taken for the path of a file.
        return name.lower().endswith(self._kind.suffix)

    def existing(self, name: str) -> Path:
        """The file of that name; raises the kind's refusals of a name."""
        path = self.path(name)
        # Not Path.is_file(), which raises for a name that is too long.
        if not os.path.isfile(path):  # noqa: PTH113
            raise self._kind.unknown(
                f"There is no {self._kind.what} {name!r}: {self._kind.listed} lists those there are."
            )
        return path

    def made(self) -> None:
        """Sees to it that the folder is there; raises OutputUnwritable."""
        with reported(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)

    def delete(self, name: str) -> None:
        """Removes the file of that name; raises the kind's refusals, or OutputUnwritable."""
        path = self.existing(name)
        with reported(path):
            path.unlink()
