"""What an episode is made of, drawn from its number before anything is read or rendered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from metamaster.errors import NoMusic
from metamaster.learn.episode import Split
from tasks.engineers.draws import generator
from tasks.episodes.config import EngineersConfig, TasksConfig
from tasks.tracks.passages import SECTIONS
from tasks.tracks.track import Track

EngineerKind = Literal["chain", "other-software", "as-released"]
_UNMASTERINGS = 8
"""Different ways in which masters are undone, so that what was undone can be kept and used again."""


@dataclass(frozen=True)
class Section:
    """A stretch of a track."""

    track: Track
    section: int


@dataclass(frozen=True)
class Plan:
    """One episode before it is made; ``engineer_seed`` and ``unmastering_seed`` say how its songs are treated."""

    genre: str
    taste: str
    """The genre whose style the engineer has; strangers have their own, as all have where genres were taken for one."""
    split: Split
    seed: int
    engineer: EngineerKind
    engineer_seed: int
    unmastering_seed: int
    reference: Section
    support: tuple[Section, ...]
    queries: tuple[Section, ...]

    @property
    def songs(self) -> tuple[str, ...]:
        """The reference's name, then those of the support and of the queries."""
        return tuple(one.track.name for one in (self.reference, *self.support, *self.queries))


def draw_plan(genres: Mapping[str, tuple[Track, ...]], config: TasksConfig, split: Split, number: int) -> Plan:
    """The episode of that number, of the tracks in those genres."""
    rng = generator(f"episode {split}", config.seed, number)
    genre = _draw_genre(rng, genres, config.weights)
    shares = engineer_shares(genre, genres[genre], config, split)
    engineer = _draw_engineer(rng, shares)
    tracks = [track for track in genres[genre] if track.masters or engineer != "as-released"]
    same_song = len(tracks) == 1 or (split != "cross-song" and rng.random() < config.same_song)
    draw = _same_song if same_song else _cross_song
    reference, support, queries = draw(rng, tracks, config.support, config.queries)
    engineer_seed = int(rng.integers(2**31))
    taken_for_one = any(source.genre == genre for source in config.sources)
    strange = taken_for_one or _is_stranger(_engineers(genre, config), engineer_seed)
    return Plan(
        genre=genre,
        taste=f"{genre} {engineer_seed}" if strange else genre,
        split=split,
        seed=number,
        engineer=engineer,
        engineer_seed=engineer_seed,
        unmastering_seed=int(rng.integers(_UNMASTERINGS)),
        reference=reference,
        support=support,
        queries=queries,
    )


def engineer_shares(
    genre: str, tracks: tuple[Track, ...], config: TasksConfig, split: Split
) -> dict[EngineerKind, float]:
    """How often who masters songs of that genre, of those who can work on these tracks; the shares add up to 1.

    Out of chain it is always other software. Raises NoMusic where nobody is left.
    """
    if split == "out-of-chain":
        return {"other-software": 1.0}
    asked = _engineers(genre, config)
    weights: dict[EngineerKind, float] = {"chain": asked.chain, "other-software": asked.other_software}
    if sum(bool(track.masters) for track in tracks) > (1 if split == "cross-song" else 0):
        weights["as-released"] = asked.as_released
    total = sum(weights.values())
    if total == 0.0:
        raise NoMusic(
            f"Nobody is left to master the genre {genre!r}: give chain or other_software a share of its engineers, "
            f"since as_released needs finished masters."
        )
    return {kind: weight / total for kind, weight in weights.items()}


def _draw_engineer(rng: np.random.Generator, shares: dict[EngineerKind, float]) -> EngineerKind:
    kinds = list(shares)
    if len(kinds) == 1:  # nothing is drawn, or other trials would follow from the same seed than did
        return kinds[0]
    return kinds[int(rng.choice(len(kinds), p=list(shares.values())))]


def _engineers(genre: str, config: TasksConfig) -> EngineersConfig:
    return config.engineers_of.get(genre, config.engineers)


def _is_stranger(shares: EngineersConfig, engineer_seed: int) -> bool:
    return bool(generator("stranger", engineer_seed).random() < shares.strangers)


def _draw_genre(rng: np.random.Generator, genres: Mapping[str, tuple[Track, ...]], weights: Mapping[str, float]) -> str:
    """Every song is as likely as any other of the same weight."""
    names = sorted(genres)
    sizes = np.array([weights.get(name, 1.0) * len(genres[name]) for name in names], float)
    return names[int(rng.choice(len(names), p=sizes / sizes.sum()))]


def _same_song(
    rng: np.random.Generator, tracks: list[Track], support: int, queries: int
) -> tuple[Section, tuple[Section, ...], tuple[Section, ...]]:
    """The reference is one stretch of a song; support and query are its other stretch, as when a song is remastered."""
    track, section = tracks[rng.integers(len(tracks))], int(rng.integers(SECTIONS))
    other = Section(track, (section + 1) % SECTIONS)
    return Section(track, section), (other,) * support, (other,) * queries


def _cross_song(
    rng: np.random.Generator, tracks: list[Track], support: int, queries: int
) -> tuple[Section, tuple[Section, ...], tuple[Section, ...]]:
    """All of different songs; where the genre has too few, songs are used again, but never the reference's."""
    first, *rest = rng.permutation(len(tracks))
    chosen = [rest[index % len(rest)] for index in range(support + queries)]
    stretches = [Section(tracks[index], int(rng.integers(SECTIONS))) for index in (first, *chosen)]
    return stretches[0], tuple(stretches[1 : 1 + support]), tuple(stretches[1 + support :])
