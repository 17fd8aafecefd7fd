"""Batches of material, made ahead of time in other threads; which episodes are in a batch follows from its number."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, NamedTuple

from metamaster.learn.episode import About, Episodes
from metamaster.learn.material import Material, Preparation, prepared, stacked
from metamaster.learn.training.config import TrainConfig

_AHEAD = 3
_MAKERS = 2


class Batch(NamedTuple):
    """What a step looks at: pytrees of some episodes, stacked, and where they come from as far as that is known."""

    tasks: Any
    abouts: tuple[About, ...]


class Batches:
    """A context manager: batches by number, the next few made meanwhile; the same number gives the same batch."""

    def __init__(self, make: Callable[[int], Batch], last: int) -> None:
        self._make = make
        self._last = last
        self._pool = ThreadPoolExecutor(_MAKERS, thread_name_prefix="batches")
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
    made = [material_of(episodes, index, config) for index in indices]
    return Batch(stacked([material for material, _ in made]), tuple(about for _, about in made))


def material_of(episodes: Episodes, index: int, config: TrainConfig) -> tuple[Material, About]:
    """The episode of that index made ready."""
    inner, on_support = config.inner, config.outer.adapt_on == "support"
    episode, about = episodes[index]
    songs = frozenset(about.songs)
    how = Preparation(inner.world, config.predictor.base, inner.seconds, songs, on_support)
    return prepared(episode, how), about
