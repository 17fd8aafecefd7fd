"""What episodes need can be rendered ahead of time."""

from pathlib import Path

import pytest

from tasks.cache import Cache
from tasks.episodes.ahead import keep_episodes, keep_songs
from tasks.episodes.config import EngineersConfig, SourceConfig, TasksConfig
from tasks.episodes.library import Library
from tasks.episodes.open import library
from tasks.episodes.source import EpisodeMaker, GrainEpisodes
from tasks.tracks.passages import Passages
from tests.tasks.music import tune, written


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> TasksConfig:
    folder = tmp_path_factory.mktemp("masters")
    for number, name in enumerate(["rock/a", "rock/b"]):
        written(folder / f"{name}.wav", tune(8, seed=number))
    written(folder / "rock/silent.wav", 0.0 * tune(8, seed=9))
    engineers = EngineersConfig(chain=0.0, other_software=0.0, as_released=1.0)
    return TasksConfig(sources=(SourceConfig("folder", str(folder)),), engineers=engineers, episodes=3, workers=0)


@pytest.fixture(scope="module")
def music(config: TasksConfig) -> Library:
    return library(config)


def test_songs_are_kept_and_unusable_ones_named(music: Library, tmp_path: Path) -> None:
    told: list[float] = []
    skipped = keep_songs(music, Passages(Cache(tmp_path, 10**9)), told.append)
    assert [one.name for one in skipped] == ["rock/silent"] and told[-1] == 1.0
    assert len(list(tmp_path.glob("*.npz"))) == 4


def test_episodes_need_nothing_more_afterwards(config: TasksConfig, music: Library, tmp_path: Path) -> None:
    made = GrainEpisodes(EpisodeMaker(music, config, "cross-song", Cache(tmp_path, 10**9)), config)
    keep_episodes(made, 3)
    kept = {path.name for path in tmp_path.iterdir()}
    for index in range(3):
        made[index]
    assert {path.name for path in tmp_path.iterdir()} == kept
