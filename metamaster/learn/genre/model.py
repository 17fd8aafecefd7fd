"""What a genre knows: the records to sound like, and how the chain was set for songs that were mastered after them."""

from typing import NamedTuple

import numpy as np
from jaxtyping import Float32

from metamaster.chain.settings import Settings
from metamaster.learn.style_model.model import Piece, piece_of
from metamaster.listen import Listened
from metamaster.result import UsedGenre


class Exemplar(NamedTuple):
    """A reference as it is remembered: no sound, only what the style model is told of it."""

    name: str
    weight: float
    loudness_lufs: float
    """Of the programme in two loudspeakers."""
    piece: Piece


class Moves(NamedTuple):
    """How far a song goes from what is predicted for it: mean and standard deviation over songs, as far as is known.

    In unconstrained coordinates; 0 in what is each song's own.
    """

    mean: Float32[np.ndarray, "52"]
    spread: Float32[np.ndarray, "52"]


class House(NamedTuple):
    """The house settings: what adaptation on several mixes found, without what is each song's own."""

    mixes: tuple[str, ...]
    start: Settings
    """Their mean in unconstrained coordinates; trim and limiter, which are each song's own, are neutral."""
    spread: Float32[np.ndarray, "52"]
    """How far a song of the genre strays from it: one standard deviation, in unconstrained coordinates."""
    moves: Moves | None
    """None where nothing was predicted for the songs."""


class Genre(NamedTuple):
    """A genre by name; without mixes it has no house settings."""

    name: str
    exemplars: tuple[Exemplar, ...]
    house: House | None

    def used(self) -> UsedGenre:
        """What a result tells of it."""
        return UsedGenre(self.name, tuple((one.name, one.weight) for one in self.exemplars))


def exemplar_of(heard: Listened, weight: float) -> Exemplar:
    """What is remembered of a reference."""
    return Exemplar(heard.source.name, weight, heard.loudness_lufs, piece_of(heard.frames))
