"""Genres learned from a few songs, and the chain that brings another song into one."""

from collections.abc import Callable, Sequence

import numpy as np

from metamaster.chain.settings import clamped
from metamaster.learn.aim import aim_at
from metamaster.learn.from_reference import Found, adapt_to, settings_after
from metamaster.learn.genre.house import Mastered, house_of
from metamaster.learn.genre.model import Exemplar, Genre, exemplar_of
from metamaster.learn.posed import problem_of
from metamaster.learn.problem import values_at
from metamaster.listen import Listened
from metamaster.options import MasterOptions

Progress = Callable[[float], None]


def learn_genre(
    name: str,
    references: Sequence[tuple[Listened, float]],
    mixes: Sequence[Listened],
    options: MasterOptions,
    progress: Progress = lambda _: None,
) -> Genre:
    """The genre of references with their weights; house settings come from adapting to each of the mixes."""
    exemplars = tuple(exemplar_of(heard, weight) for heard, weight in references)
    songs = []
    for index, mix in enumerate(mixes):
        songs.append(_mastered(mix, exemplars, options))
        progress((index + 1) / len(mixes))
    return Genre(name, exemplars, house_of(songs) if songs else None)


def _mastered(mix: Listened, exemplars: Sequence[Exemplar], options: MasterOptions) -> Mastered:
    aimed = aim_at(mix, exemplars, options)
    problem = problem_of(mix, aimed, options)
    predicted = None if aimed.start is None else clamped(np.asarray(values_at(problem, problem.start)).tolist())
    return Mastered(mix.source.name, adapt_to(problem, options).settings, predicted)


def find_settings_in(genre: Genre, mix: Listened, options: MasterOptions, progress: Progress = lambda _: None) -> Found:
    """The chain that brings a mix into a genre, in ``options.steps`` steps from where the genre begins."""
    return settings_after(mix, genre.exemplars, options, progress, genre.house)
