"""Blends genres: the style of several at once."""

from collections.abc import Sequence

from metamaster.errors import BadOption
from metamaster.learn.genre.house import blended_house
from metamaster.learn.genre.model import Genre
from metamaster.weights import refuse_weight


def blended(name: str, parts: Sequence[tuple[Genre, float]]) -> Genre:
    """A genre of all their references, each genre's together weighing what is asked for.

    House settings are the mean of those genres that have some. Raises BadOption for none or a weight that is not
    above 0 and at most ``HEAVIEST``.
    """
    if not parts:
        raise BadOption("There is nothing to blend: name genres, such as a.safetensors=2 b.safetensors=1.")
    exemplars = []
    for genre, weight in parts:
        refuse_weight(f"genre {genre.name}", weight)
        total = sum(exemplar.weight for exemplar in genre.exemplars)
        exemplars += [one._replace(weight=weight * one.weight / total) for one in genre.exemplars]
    houses = [(genre.house, weight) for genre, weight in parts if genre.house is not None]
    house = blended_house([own for own, _ in houses], [weight for _, weight in houses]) if houses else None
    return Genre(name, tuple(exemplars), house)
