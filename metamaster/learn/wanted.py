"""What one reference asks of a mix, by each of the ways there are to tell style from content."""

from typing import NamedTuple

import numpy as np
from jaxtyping import Float32

from metamaster.errors import BadOption
from metamaster.learn.base import base_change
from metamaster.learn.committee import shipped_committee
from metamaster.learn.inputs import mix_inputs, piece_inputs
from metamaster.learn.means import mean, mean_of_logs
from metamaster.learn.style_model.difference import STYLES
from metamaster.learn.style_model.model import Piece, aspect_slices
from metamaster.style.aspects import ASPECTS
from metamaster.style.names import Aspect

PREDICTED, LEARNED = "predicted", "learned"


class Start(NamedTuple):
    """Where a predictor would begin, and how sure it is."""

    coordinates: Float32[np.ndarray, "52"]
    """Of the chain, unconstrained, with neither trim nor drive for loudness."""
    precision: Float32[np.ndarray, "52"]
    """One over the variance of each."""
    weight: Float32[np.ndarray, "67"]
    """What an error of 1 dB in each feature counts."""
    known_genre: float
    """How far the genre of the reference is one that the predictor was taught, 0 to 1."""


class Wanted(NamedTuple):
    """The change in dB by aspect, the probability that both are the same song, and where to begin, if that is told."""

    change: dict[Aspect, np.ndarray]
    same_song: float
    start: Start | None


class Known(NamedTuple):
    """A piece of music and its loudness."""

    piece: Piece
    loudness_lufs: float


def wanted(style: str, mix: Known, reference: Known) -> Wanted:
    """What a reference asks of a mix, by the way of that name in ``STYLE_NAMES``."""
    if style == PREDICTED:
        return _predicted(mix, reference)
    found = STYLES[style](mix.piece, reference.piece)
    return Wanted(found.change, found.same_song, None)


def refuse_unknown_style(style: str) -> None:
    """Raises BadOption for a name that is not in ``STYLE_NAMES``."""
    if style not in STYLE_NAMES:
        raise BadOption(f"There is no way to read a style called {style!r}: choose from {', '.join(STYLE_NAMES)}.")


def together(parts: list[Wanted], shares: np.ndarray) -> Wanted:
    """What several references ask for, by their shares; precisions and weights are averaged as logarithms."""
    change = {aspect: sum(s * one.change[aspect] for s, one in zip(shares, parts, strict=True)) for aspect in ASPECTS}
    same_song = float(sum(s * one.same_song for s, one in zip(shares, parts, strict=True)))
    starts = [one.start for one in parts if one.start is not None]
    return Wanted(change, same_song, _mean_start(starts, shares) if starts else None)


def _mean_start(starts: list[Start], shares: np.ndarray) -> Start:
    return Start(
        mean([start.coordinates for start in starts], shares),
        mean_of_logs([start.precision for start in starts], shares),
        mean_of_logs([start.weight for start in starts], shares),
        float(shares @ [start.known_genre for start in starts]),
    )


def _predicted(mix: Known, reference: Known) -> Wanted:
    committee = shipped_committee()
    asked = base_change(committee.base, mix.piece, reference.piece)
    base = np.concatenate([asked.change[aspect] for aspect in ASPECTS])
    told = mix_inputs(mix.piece, mix.loudness_lufs, reference.piece, base, asked.same_song)
    seen, known = committee(piece_inputs(reference.piece, reference.loudness_lufs), told)
    # What the mix does not hold is not changed.
    total = np.where(mix.piece.heard, base + seen.change, 0.0)
    change = {aspect: total[part] for aspect, part in aspect_slices().items()}
    return Wanted(change, asked.same_song, Start(seen.coordinates, seen.precision, seen.weight, known))


STYLE_NAMES = (PREDICTED, *STYLES)
