"""Batches of material, made ahead of time in other threads; which episodes are in a batch follows from its number."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple

from metamaster.learn.episode import About, Episode, Episodes
from metamaster.learn.material import Material, Preparation, prepared, stacked
from metamaster.learn.training.config import TrainConfig

_AHEAD = 3


class Batch(NamedTuple):
    """Material of some episodes, stacked, and where they come from."""

    material: Material
    abouts: tuple[About, ...]


class Batches:
    """A context manager: batches by number, the next few made meanwhile; the same number gives the same batch."""

    def __init__(self, make: Callable[[int], Batch], last: int) -> None:
        self._make = make
        self._last = last
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="batches")
        self._waiting: OrderedDict[int, Future[Batch]] = OrderedDict()

    def __enter__(self) -> "Batches":
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def __getitem__(self, number: int) -> Batch:
        for ahead in range(number, min(number + _AHEAD, self._last)):
            if ahead not in self._waiting:
                self._waiting[ahead] = self._pool.submit(self._make, ahead)
        return self._waiting.pop(number).result()


def batch_of(episodes: Episodes, indices: Sequence[int], config: TrainConfig) -> Batch:
    """The batch of those episodes."""
    inner, on_support = config.inner, config.outer.adapt_on == "support"
    drawn = [episodes[index] for index in indices]

    def ready(episode: Episode, about: About) -> Material:
        songs = frozenset(about.songs)
        return prepared(episode, Preparation(inner.world, config.predictor.base, inner.seconds, songs, on_support))

    return Batch(stacked([ready(*one) for one in drawn]), tuple(about for _, about in drawn))
