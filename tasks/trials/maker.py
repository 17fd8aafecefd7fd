"""Makes trials from episodes."""

from collections.abc import Sequence
from functools import partial

import msgspec

from metamaster.learn.episode import Split
from metamaster.learn.evaluation.trial import Booked, Trial, TrialKey
from tasks.cache import Cache
from tasks.episodes.config import TasksConfig
from tasks.episodes.library import Library
from tasks.episodes.masters import AudioDesk
from tasks.episodes.open import task_cache
from tasks.episodes.source import EpisodeMaker
from tasks.tracks.passages import Passages
from tasks.trials.known import known_chains


class TrialMaker:
    """The trials of one split and seed, by their numbers; a pure function of those, the configuration and the music."""

    def __init__(self, library: Library, config: TasksConfig, split: Split, cache: Cache) -> None:
        self._maker = EpisodeMaker(library, config, split, cache)
        self._passages = Passages(cache)

    def __call__(self, key: TrialKey) -> Trial:
        """The trial of that number; raises NoMusic where no track is left that can be used."""
        plan, episode, about = self._maker.planned(key.number)
        desk = AudioDesk(plan, self._passages)
        return Trial(
            key=key,
            about=about,
            episode=episode,
            mix=desk.mix_sound(plan.queries[0]),
            reference=desk.master_sound(plan.reference),
            support=desk.mix_sound(plan.support[0]),
            truth=desk.master_sound(plan.queries[0]),
            known=known_chains(plan, desk),
        )


def booked(
    name: str, split: Split, music: Library, config: TasksConfig, seeds: Sequence[int], count: int
) -> tuple[Booked, ...]:
    """So many trials for each seed, under that name; nothing is made yet. Raises NoMusic."""
    if not count:
        return ()
    cache, found = task_cache(), []
    for seed in seeds:
        maker = TrialMaker(music, msgspec.structs.replace(config, seed=seed, desk="audio"), split, cache)
        keys = [TrialKey(name, seed, number) for number in range(count)]
        found += [Booked(key, partial(maker, key)) for key in keys]
    return tuple(found)
