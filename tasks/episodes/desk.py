"""Where the songs of an episode are mastered: what every way of doing so has in common."""

from typing import NamedTuple, Protocol, runtime_checkable

from metamaster.learn.episode import Take
from metamaster.style.frames import Frames
from tasks.engineers.engineer import Values
from tasks.episodes.plan import Section


class Finished(NamedTuple):
    """The frames of a finished master, and the values of the chain that made it."""

    frames: Frames
    values: Values


@runtime_checkable
class Desk(Protocol):
    """One episode's mixes and masters; both raise UnusableTrack for a track that cannot be used."""

    def mix(self, section: Section) -> Take:
        """What the engineer was given: a mix, or a master undone."""
        ...

    def master(self, section: Section) -> Finished:
        """What the engineer made of it, or how it was released."""
        ...
