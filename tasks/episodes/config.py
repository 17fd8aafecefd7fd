"""What a set of tasks is made of, as a configuration file says it (``configs/tasks/*.yaml``)."""

from typing import Annotated, Literal

import msgspec

Share = Annotated[float, msgspec.Meta(ge=0.0, le=1.0)]
Weight = Annotated[float, msgspec.Meta(ge=0.0)]
Count = Annotated[int, msgspec.Meta(ge=1, le=16)]


class SourceConfig(msgspec.Struct, frozen=True):
    """Where songs come from: ``songs`` (procedural), or with a path ``folder`` (masters), ``mixes``, or a data set."""

    kind: str
    path: str = ""
    genre: str = ""
    """Takes the whole source for one genre of that name; otherwise the source tells the genre of each track."""
    songs_per_genre: Annotated[int, msgspec.Meta(ge=1, le=100_000)] = 24
    """Of procedural songs; other sources are taken whole."""
    first_seed: Annotated[int, msgspec.Meta(ge=0)] = 0
    """Of procedural songs: seeds from here on."""
    share: Literal["all", "two of three", "third of three"] = "all"
    """Which songs to take, counted in the order of their names, so that others are left to be judged on."""


class EngineersConfig(msgspec.Struct, frozen=True):
    """How often which kind of engineer masters an episode, relative to the others."""

    chain: Weight = 0.7
    other_software: Weight = 0.2
    as_released: Weight = 0.1
    """Of songs whose finished master is at hand."""
    strangers: Share = 0.0
    """How many of them have a taste of their own instead of the genre's, so that a reference has to be listened to."""


class TasksConfig(msgspec.Struct, frozen=True):
    """A set of tasks."""

    sources: tuple[SourceConfig, ...]
    genres: tuple[str, ...] = ()
    """Those to use; all where none is named."""
    held_out: tuple[str, ...] = ()
    """Genres that no episode of the split ``seen`` comes from."""
    weights: dict[str, Annotated[float, msgspec.Meta(gt=0.0)]] = {}
    """By genre, how often its songs are drawn relative to others; 1 where nothing is said."""
    same_song: Share = 0.3
    """Share of episodes whose reference is another section of the very song."""
    engineers: EngineersConfig = EngineersConfig()
    engineers_of: dict[str, EngineersConfig] = {}
    """By genre, those who master its songs, where they are not the same as of all others."""
    desk: Literal["audio", "bands"] = "audio"
    """Whether songs are mastered sample by sample, or on the powers of their bands: far faster, without sound."""
    remixed: Share = 0.0
    """Share of songs that come with another tone and width than they have, so that few teach what many would.

    On ``bands`` only.
    """
    undone: Share = 1.0
    """Share of styles that are put on records undone; the others are put on them as they were released, only lower.

    On ``bands`` only.
    """
    support: Count = 1
    queries: Count = 1
    episodes: Annotated[int, msgspec.Meta(ge=1, le=10_000_000)] = 2000
    """How many different episodes there are; after these they come again in another order."""
    seed: Annotated[int, msgspec.Meta(ge=0, lt=2**31)] = 0
    workers: Annotated[int, msgspec.Meta(ge=0, le=64)] = 2
    """How many episodes are made at the same time, ahead of time."""
    worker_kind: Literal["threads", "processes"] = "threads"
