"""Configurations of tasks: those that ship work, and what is wrong in others is told."""

from pathlib import Path

import pytest

from metamaster.config import config_path
from metamaster.errors import BadConfig, NoMusic
from tasks.episodes.open import library, tasks_config


def written(folder: Path, text: str) -> Path:
    path = folder / "tasks.yaml"
    path.write_text(text)
    return path


@pytest.mark.parametrize("name", ["procedural", "smoke", "masters"])
def test_configurations_that_ship_can_be_read(name: str) -> None:
    config = tasks_config(config_path(f"tasks/{name}.yaml"))
    assert config.sources and config.episodes > 0


def test_the_procedural_genres_are_seen_or_held_out() -> None:
    music = library(tasks_config(config_path("tasks/procedural.yaml")))
    assert set(music.held_out) == {"metal", "reggae", "piano"} and len(music.seen) >= 11
    assert not set(music.seen) & set(music.held_out)


def test_only_the_genres_that_are_asked_for_are_used() -> None:
    music = library(tasks_config(config_path("tasks/smoke.yaml")))
    assert set(music.seen) == {"house", "folk"} and set(music.held_out) == {"piano"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("sources: []", "the key sources is empty"),
        ("sources: [{kind: tapes}]", "sources.1.kind is 'tapes', but must be one of songs, folder, mixes, musdb18"),
        ("sources: [{kind: folder}]", "the key sources.1.path is missing"),
        (
            "sources: [{kind: songs}]\nheldout: [rock]",
            "the key heldout is unknown: choose from sources, genres, held_out",
        ),
        ("sources: [{kind: songs}]\nsame_song: 2", "same_song is 2, but must be a number from 0 to 1"),
        (
            "sources: [{kind: songs}]\nengineers: {chain: -1}",
            "engineers.chain is -1, but must be a number of at least 0",
        ),
        ("sources: [{kind: songs}]\nsupport: 0", "support is 0, but must be a whole number from 1 to 16"),
        ("sources: [{kind: songs}]\nremixed: 0.5", "remixed works on bands only"),
    ],
)
def test_what_is_wrong_is_told_with_its_key(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(BadConfig) as raised:
        tasks_config(written(tmp_path, text))
    assert told in str(raised.value)


@pytest.mark.parametrize("key", ["genres", "held_out"])
def test_an_unknown_genre_is_told_with_those_there_are(tmp_path: Path, key: str) -> None:
    config = tasks_config(written(tmp_path, f"sources: [{{kind: songs}}]\n{key}: [polka]"))
    with pytest.raises(NoMusic, match="genre 'polka': choose from ambient, "):
        library(config)
