"""A track, and a shelf of tracks with what had to be left out."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol, TypeAlias, runtime_checkable

import numpy as np
from jaxtyping import Float32

from metamaster.errors import MetamasterError

Stereo: TypeAlias = Float32[np.ndarray, "2 samples"]


@runtime_checkable
class Recording(Protocol):
    """Something that can be listened to: ``key`` names its content, so that what is made of it can be kept."""

    @property
    def key(self) -> str:
        """The same for the same content, another one for any other."""
        ...

    def read(self, part: int, parts: int) -> Stereo:
        """Left and right at ``STYLE_RATE`` of one of so many equal parts; raises MetamasterError or OSError."""
        ...


@dataclass(frozen=True)
class Track:
    """A song: recordings of its mix, and of its master, as far as there are any.

    Several recordings are sections of the song; where there is a mix and a master they run in parallel.
    """

    name: str
    genre: str
    mixes: tuple[Recording, ...] = ()
    masters: tuple[Recording, ...] = ()


@dataclass(frozen=True)
class Skipped:
    """A track or a genre that was left out, and why."""

    name: str
    reason: str


@dataclass(frozen=True)
class Shelf:
    """The tracks that a source offers, and those that it could not."""

    tracks: tuple[Track, ...] = ()
    skipped: tuple[Skipped, ...] = ()

    def told(self) -> str:
        """One line: how many tracks there are, how many were left out, and which."""
        count = f"{len(self.tracks)} tracks"
        if not self.skipped:
            return f"{count}."
        named = "; ".join(f"{one.name} ({one.reason.rstrip('.')})" for one in self.skipped)
        return f"{count}, {len(self.skipped)} left out: {named}."


def joined(shelves: Iterable[Shelf]) -> Shelf:
    """Several shelves as one."""
    shelves = tuple(shelves)
    return Shelf(
        tuple(track for shelf in shelves for track in shelf.tracks),
        tuple(skipped for shelf in shelves for skipped in shelf.skipped),
    )


class UnusableTrack(Exception):
    """A track turned out to be of no use when it was listened to; whoever chose it chooses another."""

    def __init__(self, skipped: Skipped) -> None:
        super().__init__(f"{skipped.name}: {skipped.reason}")
        self.skipped = skipped


@contextmanager
def blamed(track: Track) -> Iterator[None]:
    """What goes wrong with the input inside is the track's fault: raises UnusableTrack."""
    try:
        yield
    except MetamasterError as error:
        raise UnusableTrack(Skipped(track.name, str(error))) from error
    except OSError as error:
        raise UnusableTrack(Skipped(track.name, f"it cannot be read ({error.strerror})")) from error
