"""Rows that are told a chain which nobody who masters can know: what could be reached by knowing as much."""

from collections.abc import Callable, Sequence

from metamaster.learn.evaluation.family import Attempt, Family
from metamaster.learn.evaluation.heard import Heard
from metamaster.learn.evaluation.plain import timed, trimmed

REFERENCE_SETTINGS, GENRE_TASTE = "settings of the reference", "taste of the genre"
KNOWN = {
    REFERENCE_SETTINGS: "told every setting that the reference was mastered with, which are copied",
    GENRE_TASTE: "told what the engineers of the genre have in common, set for the song as they do",
}
"""What each is told, by the name of its row."""


def known_families() -> tuple[Family, ...]:
    """The rows, for trials that were mastered with the chain."""
    return tuple(Family(name, about, _told(name)) for name, about in KNOWN.items())


def _told(name: str) -> Callable[[Heard], Sequence[Attempt]]:
    def attempt(heard: Heard) -> Sequence[Attempt]:
        chain = heard.trial.known.get(name)
        return timed(lambda heard: trimmed(heard, chain))(heard) if chain is not None else []

    return attempt
