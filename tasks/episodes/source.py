"""The endless, repeatable stream of episodes, made by Grain ahead of time."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias, TypeVar

import grain
import jax
import numpy as np
from absl import flags

from metamaster.errors import NoMusic
from metamaster.learn.episode import About, Episode, Episodes, Split
from tasks.cache import Cache
from tasks.episodes.band_masters import BandDesk, Variety
from tasks.episodes.config import TasksConfig
from tasks.episodes.desk import Desk
from tasks.episodes.library import Library, fit_for
from tasks.episodes.masters import AudioDesk
from tasks.episodes.plan import Plan, draw_plan, engineer_shares
from tasks.tracks.passages import Passages
from tasks.tracks.track import Skipped, Track, UnusableTrack

_AHEAD = 4
T = TypeVar("T")
Genres: TypeAlias = Mapping[str, tuple[Track, ...]]


class EpisodeMaker:
    """Makes the episode of any number; a pure function of the number, the configuration and the music."""

    def __init__(self, library: Library, config: TasksConfig, split: Split, cache: Cache) -> None:
        self._genres = library.genres(split)
        for genre, tracks in self._genres.items():
            engineer_shares(genre, tracks, config, split)
        self._config = config
        self._split = split
        self._passages = Passages(cache)
        self.unusable: dict[str, Skipped] = {}

    def plan(self, number: int, without: frozenset[str] = frozenset()) -> Plan:
        """What the episode of that number is made of where the tracks of those names cannot be used."""
        return draw_plan(_usable(self._genres, without, self._split), self._config, self._split, number)

    def __call__(self, number: int) -> tuple[Episode, About]:
        """The episode of that number; a track that cannot be used is noted, and another takes its place.

        Raises NoMusic where nothing is left.
        """
        _, episode, about = self.planned(number)
        return episode, about

    def planned(self, number: int) -> tuple[Plan, Episode, About]:
        """The same with its plan."""
        unusable: dict[str, Skipped] = {}
        while True:
            plan = self.plan(number, frozenset(unusable))
            try:
                return plan, self._made(plan), _about(plan)
            except UnusableTrack as found:
                unusable[found.skipped.name] = found.skipped
                self.unusable |= unusable

    def _made(self, plan: Plan) -> Episode:
        desk = self._desk(plan)
        support, query = ([desk.mix(section) for section in part] for part in (plan.support, plan.queries))
        finished = [desk.master(section) for section in plan.queries]
        return Episode(
            reference=desk.master(plan.reference).frames,
            support=_stacked(support),
            query=_stacked(query),
            truth=_stacked(one.frames for one in finished),
            values=np.stack([one.values for one in finished]),
        )

    def _desk(self, plan: Plan) -> Desk:
        if self._config.desk == "bands":
            return BandDesk(plan, self._passages, Variety(self._config.remixed, self._config.undone))
        return AudioDesk(plan, self._passages)


def _usable(genres: Genres, without: frozenset[str], split: Split) -> Genres:
    """The genres without some tracks, as far as the split can still draw from them; raises NoMusic where none can."""
    if not without:
        return genres
    left = fit_for(
        split,
        {genre: tuple(track for track in tracks if track.name not in without) for genre, tracks in genres.items()},
    )
    if not left:
        raise NoMusic(f"None of the music can be used: {', '.join(sorted(without))}.")
    return left


class GrainEpisodes(Episodes):
    """The episodes of one split, in an order that the seed decides, made ahead of time by Grain.

    After all different episodes they come again in another order. ``unusable`` is what turned out to be of no use so
    far, by name, where episodes are made by threads.
    """

    def __init__(self, maker: EpisodeMaker, config: TasksConfig) -> None:
        self._maker = maker
        self._config = config
        order = grain.MapDataset.range(config.episodes).shuffle(seed=config.seed).repeat()
        self._made = order.map(maker)

    @property
    def unusable(self) -> tuple[Skipped, ...]:
        """The tracks that were passed over so far, and why."""
        return tuple(self._maker.unusable.values())

    def __getitem__(self, index: int) -> tuple[Episode, About]:
        """The episode of that index, from 0; raises NoMusic."""
        return self._made[index]

    def __iter__(self) -> Iterator[tuple[Episode, About]]:
        """All episodes from the first on, without end."""
        if self._config.worker_kind == "processes" and self._config.workers > 0:
            one_at_a_time = grain.ReadOptions(num_threads=1, prefetch_buffer_size=1)
            _settle_flags()
            options = grain.MultiprocessingOptions(num_workers=self._config.workers)
            return iter(self._made.to_iter_dataset(one_at_a_time).mp_prefetch(options, _begin_worker))
        threads = grain.ReadOptions(num_threads=self._config.workers, prefetch_buffer_size=_AHEAD)
        return iter(self._made.to_iter_dataset(threads))


def _settle_flags() -> None:
    """Grain's worker processes are set by command-line flags of absl, which nobody has read here."""
    if not flags.FLAGS.is_parsed():
        flags.FLAGS.mark_as_parsed()


def _begin_worker(index: int, count: int) -> None:
    """Worker processes leave accelerators to whoever learns."""
    jax.config.update("jax_platforms", "cpu")


def _about(plan: Plan) -> About:
    return About(plan.genre, plan.split, plan.seed, plan.engineer, plan.songs)


def _stacked(parts: Iterable[T]) -> T:
    """Pytrees of arrays as one with a further axis, the first."""
    stacked: T = jax.tree.map(lambda *leaves: np.stack(leaves), *parts)
    return stacked
