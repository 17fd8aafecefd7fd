"""House settings: averaged over songs, and as the prior for another song."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from jaxtyping import Float32

from metamaster.chain.jax_renderer.bounded import coordinates_of, physical
from metamaster.chain.parameters import PARAMETERS
from metamaster.chain.settings import DEFAULTS, Settings, clamped
from metamaster.learn.genre.model import House, Moves
from metamaster.learn.prior import Prior, amount_of, default_prior
from metamaster.style.aspects import ASPECTS
from metamaster.style.names import Aspect

_OWN = np.array([entry.name.startswith(("trim.", "limiter.", "image.mono_below_hz")) for entry in PARAMETERS])
"""Set for each song by its level and its low end."""

Coordinates = Float32[np.ndarray, "52"]


class Mastered(NamedTuple):
    """A mix by its name, the chain that adaptation found for it, and the one predicted, if any, that it began at."""

    mix: str
    found: Settings
    predicted: Settings | None


def house_of(songs: Sequence[Mastered]) -> House:
    """The mean of settings found on mixes, how far they are from what was predicted, and the spread of both.

    A few songs tell little of either: the untaught prior's variance counts as one song more, and so does a song that
    stayed at what was predicted, as most of one song's move is its own.
    """
    at = [_coordinates(song.found) for song in songs]
    predicted = [_coordinates(song.predicted) for song in songs if song.predicted is not None]
    mean, spread = _over_songs(at)
    moves = None
    if len(predicted) == len(songs):
        each = [np.where(_OWN, 0.0, a - b) for a, b in zip(at, predicted, strict=True)]
        move, strays = _over_songs(each)
        moves = Moves(move * np.float32(len(each) / (len(each) + 1)), strays)
    return House(tuple(song.mix for song in songs), _shared(mean), spread, moves)


def blended_house(houses: Sequence[House], weights: Sequence[float]) -> House:
    """The weighted mean of house settings, as wide as each and as all of them together.

    Moves are kept where every house has some.
    """
    shares = np.array(weights) / np.sum(weights)
    mean, spread = _mixed(shares, [(_coordinates(house.start), house.spread) for house in houses])
    moves = [house.moves for house in houses if house.moves is not None]
    mixes = tuple(name for house in houses for name in house.mixes)
    blend = Moves(*_mixed(shares, moves)) if len(moves) == len(houses) else None
    return House(mixes, _shared(mean), spread, blend)


def house_prior(prior: Prior, house: House, amounts: dict[Aspect, float], predicted: bool) -> Prior:
    """The prior of a song of that house, as far as asked for.

    Where the prior starts from what is ``predicted`` for the song, it starts so far from there as the house's songs
    ended from theirs; else, or if the house has no such moves, it starts from the house settings. Each control is held
    at least as firmly as it was: a few songs tell less than is known of some controls.
    """
    own = _coordinates(prior.start)
    if predicted and house.moves is not None:
        move, strays = house.moves
    else:
        move, strays = _coordinates(house.start) - own, house.spread
    taught = prior.free & ~_OWN
    share = np.array([amount_of(entry.name, amounts) for entry in PARAMETERS])
    start = np.where(taught, _values(own + share * move), prior.start.values)
    spread = np.where(taught, np.minimum(strays, prior.spread), prior.spread)
    return Prior(clamped(start.tolist()), spread, prior.free)


def _over_songs(each: Sequence[np.ndarray]) -> tuple[Coordinates, Coordinates]:
    mean = np.mean(each, axis=0)
    untaught = default_prior(frozenset(ASPECTS), 0.0, 0.0).spread
    variance = (untaught**2 + ((np.stack(each) - mean) ** 2).sum(axis=0)) / len(each)
    return mean.astype(np.float32), np.sqrt(variance).astype(np.float32)


def _mixed(
    shares: np.ndarray, parts: Sequence[tuple[Coordinates, Coordinates] | Moves]
) -> tuple[Coordinates, Coordinates]:
    """Mean and standard deviation of a mixture of such."""
    at, spread = (np.stack(each) for each in zip(*parts, strict=True))
    mean = shares @ at
    variance = shares @ (spread**2 + (at - mean) ** 2)
    return mean.astype(np.float32), np.sqrt(variance).astype(np.float32)


def _shared(coordinates: np.ndarray) -> Settings:
    return clamped(np.where(_OWN, DEFAULTS.values, _values(coordinates)).tolist())


def _coordinates(settings: Settings) -> Coordinates:
    return np.asarray(coordinates_of(np.array(settings.values, np.float32)))


def _values(coordinates: np.ndarray) -> Coordinates:
    return np.asarray(physical(np.asarray(coordinates, np.float32)))
