"""The genres that a session can follow in place of its references: those of a folder, and files under the roots."""

import asyncio
from pathlib import Path

from bridge.errors import BadGenreName, MixMissing, OutOfRange, UnknownGenre
from bridge.roots import Roots
from bridge.session.controls import GENRE
from bridge.session.events import AspectChanged
from bridge.session.job import Job, TeachOrder
from bridge.session.references import Reference
from bridge.session.session import Session
from bridge.session.shelf import Kind, Shelf

SUFFIX = ".safetensors"
"""As ``metamaster.learn.genre.file`` has it, which this process does not import."""
_GENRES = Kind("genre", SUFFIX, "/metamaster/genres", UnknownGenre, BadGenreName)


class Genres:
    """A session's genres: by name those of one folder, by path any under the roots."""

    def __init__(self, session: Session, roots: Roots, folder: Path) -> None:
        self._session, self._roots = session, roots
        self._shelf = Shelf(folder, _GENRES)
        self.names = self._shelf.names()
        session.checks[GENRE] = self._check

    def path(self) -> str:
        """The file of the genre that is chosen, empty for none; raises UnknownGenre, OutsideRoots or InputMissing."""
        text = str(self._session.get(GENRE))
        if text and not text.endswith(SUFFIX):
            return str(self._shelf.existing(text))
        # It may have been chosen when the bridge had other roots, or lead elsewhere by now.
        return self._roots.existing(text) if text else ""

    def choose_number(self, number: int, source: str = "") -> None:
        """Chooses the genre of that number, from 0; raises OutOfRange."""
        self.list()
        if not 0 <= number < len(self.names):
            raise OutOfRange(f"There is no genre {number}: there are {len(self.names)}, the first is 0.")
        self._session.set(GENRE, self.names[number], source)

    def choose_next(self, source: str = "") -> None:
        """Chooses the genre after the one that is chosen; after the last none, and after none the first."""
        self.list()
        ring = ("", *self.names)
        chosen = str(self._session.get(GENRE))
        self._session.set(GENRE, ring[(ring.index(chosen) + 1) % len(ring) if chosen in ring else 0], source)

    def save(self, name: str, source: str = "") -> Job:
        """Has the references kept as a genre, over one of the same name.

        Raises BadGenreName, MixMissing, TooMany, OutputUnwritable, and as ``Roots.resolved``.
        """
        out, session = self._shelf.path(name), self._session
        if not session.references:
            raise MixMissing("There is no reference to keep as a genre: name one first (/metamaster/reference/add).")
        references = tuple(Reference(self._roots.resolved(one.path), one.weight) for one in session.references)
        self._shelf.made()
        return session.jobs.start("teach", source, lambda number: TeachOrder(number, name, str(out), references))

    async def delete(self, name: str) -> None:
        """Removes a genre, and chooses none if it was chosen; raises UnknownGenre, BadGenreName or OutputUnwritable."""
        await asyncio.to_thread(self._shelf.delete, name)
        if self._session.get(GENRE) == name:
            self._session.set(GENRE, "")
        self.list()

    def list(self) -> None:
        """Looks which there are, and tells if they are others than before."""
        names = self._shelf.names()
        if names != self.names:
            self.names = names
            self._session.bus.emit(AspectChanged("genres"))

    def _check(self, given: object) -> str:
        text = str(given)
        if not text:
            return text
        if text.endswith(SUFFIX):
            return self._roots.existing(text)
        self._shelf.existing(text)
        return text
