"""What is known of a public data set, and how its tracks are found."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from metamaster.errors import NoMusic
from tasks.tracks.track import Shelf


@dataclass(frozen=True)
class DataSet:
    """One data set: ``get`` is where to get it, ``layout`` what its folder holds, ``gives`` what tracks come of it.

    ``read`` finds the tracks in a folder; ``landmarks`` are what a folder of this kind must hold, as glob patterns, of
    each group one at least.
    """

    name: str
    title: str
    get: str
    layout: str
    gives: str
    genres: str
    landmarks: tuple[tuple[str, ...], ...]
    read: Callable[[Path], Shelf]

    def shelf(self, folder: Path) -> Shelf:
        """The tracks in a folder; raises NoMusic, saying what is missing and where to get it."""
        if not folder.is_dir():
            raise NoMusic(f"{self.title} is not at {folder}: get it from {self.get}, and name its folder.")
        for patterns in self.landmarks:
            if not any(next(folder.glob(pattern), None) for pattern in patterns):
                missing = f"{' or '.join(patterns)} is missing"
                raise NoMusic(f"{self.title} is not complete at {folder}, {missing}: get it from {self.get}.")
        shelf = self.read(folder)
        if not shelf.tracks:
            raise NoMusic(f"No track of {self.title} at {folder} can be used: {shelf.told()} Get it from {self.get}.")
        return shelf
