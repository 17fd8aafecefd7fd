"""The ways in which a mix and a reference can have come about; each implies a change, and each has its evidence."""

from typing import NamedTuple


class Hypothesis(NamedTuple):
    """What mix and reference are taken to be."""

    same_song: bool
    styled: bool
    """Whether the reference was mastered in a style of its own."""
    unmastered: bool
    """Whether the mix lacks what a master has."""
    content_scale: float
    """Variance of the songs' content, times this."""
    section_scale: float = 1.0
    """Variance of the difference between two sections of a song, times this."""


_WAYS = ((True, False), (False, True), (True, True))
HYPOTHESES: tuple[Hypothesis, ...] = (
    *(
        Hypothesis(True, *way, content, section)
        for way in _WAYS
        for content in (1.0, 3.0)
        for section in (0.3, 1.5, 6.0)
    ),
    *(Hypothesis(False, *way, content) for way in _WAYS for content in (0.7, 1.5, 4.0)),
)
