"""What learning learns from: one reference in a style, mixes to master in it, and how they were truly mastered."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol, runtime_checkable

from jax import Array
from jaxtyping import Float, Float32
from numpy import ndarray

from metamaster.style.frames import Frames

SONG_FRAMES = 636
"""About half a minute: the stretch of a song that its features are read from."""

Split = Literal["seen", "held-out", "cross-song", "out-of-chain"]


class Take(NamedTuple):
    """Part of a mix: ten seconds to render, and the longer stretch that they were chosen from.

    Stacked takes have one more axis, the first.
    """

    audio: Float[Array, "*stack 2 samples"] | Float32[ndarray, "*stack 2 samples"]
    """``samples_for(EXCERPT_FRAMES)`` samples of left and right at ``STYLE_RATE``."""
    frames: Frames
    """``SONG_FRAMES`` frames of the stretch."""


class Episode(NamedTuple):
    """One style, to be learned from one reference and judged on other songs; a pytree of arrays, all of fixed shape.

    Masters are in full level, as delivered: their loudness is part of the style.
    """

    reference: Frames
    """``SONG_FRAMES`` frames of a finished master in the style."""
    support: Take
    """Stacked mixes of other songs of the genre, to adapt on; their masters are not told."""
    query: Take
    """Stacked mixes of yet other songs, to be judged on."""
    truth: Frames
    """The true masters of the query, the same stretches as its frames, stacked."""
    values: Float[Array, "queries 52"] | Float32[ndarray, "queries 52"]
    """Physical values of the chain that mastered each query, in the table's order; NaN where other software did."""


@dataclass(frozen=True)
class About:
    """Where an episode comes from."""

    genre: str
    split: Split
    seed: int
    engineer: str
    """Which engineer mastered it, such as ``chain``, ``other-software`` or ``as-released``."""
    songs: tuple[str, ...]
    """The reference's name, then those of the support and of the query."""


@runtime_checkable
class Episodes(Protocol):
    """Any endless and repeatable source of episodes: the same index gives the same episode."""

    def __getitem__(self, index: int) -> tuple[Episode, About]:
        """The episode of that index, from 0."""
        ...

    def __iter__(self) -> Iterator[tuple[Episode, About]]:
        """All episodes from the first on."""
        ...
