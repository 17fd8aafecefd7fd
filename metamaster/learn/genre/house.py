"""House settings: averaged over songs, and as the prior for another song."""

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float32

from metamaster.chain.jax_renderer.bounded import coordinates_of, physical
from metamaster.chain.parameters import PARAMETERS
from metamaster.chain.settings import DEFAULTS, Settings, clamped
from metamaster.learn.genre.model import House
from metamaster.learn.prior import Prior, amount_of, default_prior
from metamaster.style.aspects import ASPECTS
from metamaster.style.names import Aspect

_OWN = ("trim.", "limiter.", "image.mono_below_hz")
"""Set for each song by its level and its low end."""

Coordinates = Float32[np.ndarray, "52"]


def house_of(mixes: Sequence[str], found: Sequence[Settings]) -> House:
    """The mean of settings found on those mixes, and their spread.

    A few songs tell little of the spread, so the untaught prior's variance counts as one song more.
    """
    at = np.stack([_coordinates(settings) for settings in found])
    untaught = default_prior(frozenset(ASPECTS), 0.0, 0.0).spread
    variance = (untaught**2 + ((at - at.mean(axis=0)) ** 2).sum(axis=0)) / len(found)
    return House(tuple(mixes), _shared(at.mean(axis=0)), np.sqrt(variance).astype(np.float32))


def blended_house(houses: Sequence[House], weights: Sequence[float]) -> House:
    """The weighted mean of house settings, as wide as each and as all of them together."""
    shares = np.array(weights) / np.sum(weights)
    at = np.stack([_coordinates(house.start) for house in houses])
    mean = shares @ at
    variance = shares @ (np.stack([house.spread for house in houses]) ** 2 + (at - mean) ** 2)
    mixes = tuple(name for house in houses for name in house.mixes)
    return House(mixes, _shared(mean), np.sqrt(variance).astype(np.float32))


def house_prior(prior: Prior, house: House, amounts: dict[Aspect, float]) -> Prior:
    """The prior of a song that starts from house settings instead of its own, as far as asked for.

    Each control is held there at least as firmly as it was: a few songs tell less than is known of some controls.
    """
    taught = prior.free & np.array([not entry.name.startswith(_OWN) for entry in PARAMETERS])
    share = np.array([amount_of(entry.name, amounts) for entry in PARAMETERS])
    neutral = _coordinates(prior.start)
    moved = _values(neutral + share * (_coordinates(house.start) - neutral))
    start = np.where(taught, moved, prior.start.values)
    spread = np.where(taught, np.minimum(house.spread, prior.spread), prior.spread)
    return Prior(clamped(start.tolist()), spread, prior.free)


def _shared(coordinates: np.ndarray) -> Settings:
    own = [entry.name.startswith(_OWN) for entry in PARAMETERS]
    return clamped(np.where(own, DEFAULTS.values, _values(coordinates)).tolist())


def _coordinates(settings: Settings) -> Coordinates:
    return np.asarray(coordinates_of(np.array(settings.values, np.float32)))


def _values(coordinates: np.ndarray) -> Coordinates:
    return np.asarray(physical(np.asarray(coordinates, np.float32)))
