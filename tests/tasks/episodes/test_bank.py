"""The bank of frames gives back what was read, and serves the band model."""

from pathlib import Path

import jax.numpy as jnp
import numpy as np
import pytest

from metamaster.chain.settings import DEFAULTS
from metamaster.errors import NoMusic
from metamaster.learn.band_model import predict
from metamaster.learn.episode import SONG_FRAMES
from tasks.cache import Cache
from tasks.episodes.bank import Bank, build_bank, open_bank
from tasks.folder import folder_shelf
from tasks.tracks.passages import Passages
from tests.tasks.music import tune, written


@pytest.fixture(scope="module")
def music(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("masters")
    for number, name in enumerate(["rock/a", "rock/b"]):
        written(folder / f"{name}.wav", tune(8, seed=number))
    written(folder / "rock/silent.wav", 0.0 * tune(8, seed=9))
    return folder


@pytest.fixture(scope="module")
def passages(tmp_path_factory: pytest.TempPathFactory) -> Passages:
    return Passages(Cache(tmp_path_factory.mktemp("cache"), 10**9))


@pytest.fixture(scope="module")
def built(music: Path, passages: Passages, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[str, ...]]:
    """The bank's folder, and the names of the tracks that were left out."""
    folder = tmp_path_factory.mktemp("bank")
    skipped = build_bank(folder_shelf(music).tracks, folder, passages)
    return folder, tuple(one.name for one in skipped)


@pytest.fixture
def bank(built: tuple[Path, tuple[str, ...]]) -> Bank:
    return open_bank(built[0])


def test_both_stretches_of_a_song_have_its_number(bank: Bank) -> None:
    told = [(entry.name, entry.song, entry.section, entry.finished) for entry in bank.entries]
    assert told == [("rock/a", 0, 0, True), ("rock/a", 0, 1, True), ("rock/b", 1, 0, True), ("rock/b", 1, 1, True)]


def test_entries_can_be_chosen_by_song_and_genre(bank: Bank) -> None:
    assert bank.songs.tolist() == [0, 0, 1, 1] and set(bank.genres) == {"rock"}


def test_tracks_that_cannot_be_used_are_left_out_and_named(built: tuple[Path, tuple[str, ...]]) -> None:
    assert built[1] == ("rock/silent",)


def test_frames_are_those_of_the_song_to_a_tenth_of_a_decibel(bank: Bank, music: Path, passages: Passages) -> None:
    frames = passages.master(folder_shelf(music).tracks[1], 1).frames
    kept = bank.frames(3)
    assert np.abs(10.0 * np.log10(np.asarray(kept.power) / np.asarray(frames.power))).max() < 0.1
    assert np.array_equal(kept.peak, frames.peak)


def test_several_entries_are_stacked(bank: Bank) -> None:
    assert bank.frames(np.array([2, 0, 2])).power.shape == (3, 2, SONG_FRAMES, 29)


def test_the_band_model_works_on_them(bank: Bank) -> None:
    settings = DEFAULTS.replace({"trim.gain_db": 6.0, "limiter.ceiling_db": 0.0})
    louder = predict(bank.frames(0), {name: jnp.asarray(value) for name, value in settings.as_dict().items()})
    assert np.median(np.asarray(louder.power) / np.asarray(bank.frames(0).power)) == pytest.approx(4.0, rel=0.05)


@pytest.mark.parametrize("name", ["power_db.npy", "peak.npy", "songs.json"])
@pytest.mark.parametrize("damage", [None, b"", b"[]"])
def test_a_damaged_bank_is_refused(bank: Bank, built: tuple, tmp_path: Path, name: str, damage: bytes | None) -> None:
    for path in built[0].iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    if damage is None:
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_bytes(damage)
    with pytest.raises(NoMusic, match="build it again"):
        open_bank(tmp_path)


def test_a_bank_of_nothing_is_refused(tmp_path: Path, passages: Passages) -> None:
    with pytest.raises(NoMusic, match="no music"):
        build_bank([], tmp_path, passages)
