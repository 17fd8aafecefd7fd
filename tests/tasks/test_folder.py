"""A folder of masters as a source of tracks, with all that can be wrong with it."""

from pathlib import Path

import numpy as np
import pytest

from metamaster.errors import NoMusic
from tasks.folder import folder_shelf
from tests.tasks.music import tune, written


@pytest.fixture(scope="module")
def masters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two genres in folders, one in file names; an empty genre, a text that claims to be music, a file of no genre."""
    folder = tmp_path_factory.mktemp("masters")
    sound = tune(4, seed=0)
    for name in ("rock/one.flac", "rock/two.wav", "jazz/solo.flac", "house__club__a.flac", "house__club__b.flac"):
        written(folder / name, sound)
    (folder / "ska").mkdir()
    (folder / "rock" / "three.mp3").write_text("no music")
    written(folder / "stray.wav", sound)
    (folder / "cover.jpg").write_bytes(b"picture")
    return folder


def test_folders_and_file_names_tell_the_genre(masters: Path) -> None:
    genres = {track.name: track.genre for track in folder_shelf(masters).tracks}
    assert genres == {"rock/one": "rock", "rock/two": "rock", "jazz/solo": "jazz", "house/club": "house"}


def test_sections_in_files_are_one_song(masters: Path) -> None:
    (club,) = (track for track in folder_shelf(masters).tracks if track.genre == "house")
    assert len(club.masters) == 2 and not club.mixes


def test_a_folder_of_mixes_has_no_masters(masters: Path) -> None:
    assert all(track.mixes and not track.masters for track in folder_shelf(masters, finished=False).tracks)


def test_what_cannot_be_used_is_counted_and_named(masters: Path) -> None:
    shelf = folder_shelf(masters)
    assert {one.name for one in shelf.skipped} == {"ska", "rock/three.mp3", "stray.wav"}
    assert shelf.told().startswith("4 tracks, 3 left out: ") and "three.mp3 is not audio" in shelf.told()


def test_a_part_of_a_recording_is_that_part_of_the_file(masters: Path) -> None:
    (solo,) = (track for track in folder_shelf(masters).tracks if track.genre == "jazz")
    whole, second = solo.masters[0].read(0, 1), solo.masters[0].read(1, 2)
    assert np.array_equal(second, whole[:, -second.shape[1] :]) and second.shape[1] * 2 == whole.shape[1]


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoMusic, match="is no folder"):
        folder_shelf(tmp_path / "nowhere")


def test_a_folder_without_music_is_refused(tmp_path: Path) -> None:
    (tmp_path / "rock").mkdir()
    with pytest.raises(NoMusic, match="holds no music"):
        folder_shelf(tmp_path)


def test_a_song_in_two_formats_is_one_recording(tmp_path: Path) -> None:
    for name in ("rock/one.flac", "rock/one.wav", "rock/two.wav"):
        written(tmp_path / name, tune(4, seed=0))
    shelf = folder_shelf(tmp_path)
    assert [(track.name, len(track.masters)) for track in shelf.tracks] == [("rock/one", 1), ("rock/two", 1)]
    assert shelf.told() == "2 tracks, 1 left out: rock/one.wav (one.flac is the same song: leave one of them)."
