"""From a configuration to its music and its episodes."""

from dataclasses import replace
from pathlib import Path

from metamaster.config import load_config, named_config
from metamaster.errors import BadConfig
from metamaster.learn.episode import Split
from tasks.cache import Cache, allowed_bytes, default_folder
from tasks.datasets.registry import DATA_SETS
from tasks.episodes.config import SourceConfig, TasksConfig
from tasks.episodes.library import Library, library_of
from tasks.episodes.source import EpisodeMaker, GrainEpisodes
from tasks.folder import folder_shelf
from tasks.songs.catalogue import GENRES, song
from tasks.tracks.procedural import songs_shelf
from tasks.tracks.track import Shelf, joined

_ON_BANDS_ONLY = ("remixed", "undone")
SPLITS: tuple[Split, ...] = ("seen", "held-out", "cross-song", "out-of-chain")


def tasks_config(path: Path | str) -> TasksConfig:
    """The configuration in that file; raises as ``load_config``, and BadConfig for a source that does not exist."""
    config = load_config(named_config(path), TasksConfig)
    if not config.sources:
        raise BadConfig(f"{path}: the key sources is empty: name at least one source of music.")
    for key in _ON_BANDS_ONLY:
        if config.desk != "bands" and getattr(config, key) != getattr(TasksConfig(()), key):
            raise BadConfig(f"{path}: the key {key} works on bands only: add desk: bands, or leave it out.")
    for number, source in enumerate(config.sources, start=1):
        if source.kind not in _kinds():
            raise BadConfig(
                f"{path}: sources.{number}.kind is {source.kind!r}, but must be one of {', '.join(_kinds())}."
            )
        if source.kind != "songs" and not source.path:
            raise BadConfig(f"{path}: the key sources.{number}.path is missing: say where the {source.kind} lies.")
    return config


def library(config: TasksConfig) -> Library:
    """All music of a configuration; raises NoMusic, and what reading a source raises."""
    return library_of(joined(_as_asked(_shelf(source), source) for source in config.sources), config)


def episodes(config: TasksConfig, split: Split, music: Library | None = None) -> GrainEpisodes:
    """The episodes of a split; ``music`` where it has been looked through before. Raises NoMusic."""
    maker = EpisodeMaker(music or library(config), config, split, task_cache())
    return GrainEpisodes(maker, config)


def task_cache() -> Cache:
    """The folder that keeps what was rendered; raises BadConfig where its size was asked for and is none."""
    return Cache(default_folder(), allowed_bytes())


def _kinds() -> tuple[str, ...]:
    return ("songs", "folder", "mixes", *DATA_SETS)


def _as_asked(shelf: Shelf, source: SourceConfig) -> Shelf:
    tracks = list(shelf.tracks)
    if source.share != "all":
        by_name = sorted(tracks, key=lambda track: track.name)
        tracks = [one for at, one in enumerate(by_name) if (at % 3 == 2) == (source.share == "third of three")]
    if source.genre:
        tracks = [replace(track, genre=source.genre) for track in tracks]
    return replace(shelf, tracks=tuple(tracks))


def _shelf(source: SourceConfig) -> Shelf:
    if source.kind == "songs":
        return songs_shelf(song, GENRES, source.first_seed, source.songs_per_genre)
    folder = Path(source.path).expanduser()
    if source.kind in ("folder", "mixes"):
        return folder_shelf(folder, finished=source.kind == "folder")
    return DATA_SETS[source.kind].shelf(folder)
