"""Procedural songs as tracks."""

import numpy as np

from metamaster.style.frames import STYLE_RATE
from tasks.songs.song import Song
from tasks.tracks.procedural import songs_shelf
from tasks.tracks.stretch import STRETCH_SAMPLES
from tests.tasks.music import tune

PLAYED: list[tuple[str, int]] = []


def noted(genre: str, seed: int, seconds: float, sample_rate: int) -> Song:
    """A song of noise; which ones were asked for is noted."""
    PLAYED.append((genre, seed))
    return Song(f"{genre} {seed}", sample_rate, {}, tune(seconds, seed, rate=sample_rate))


def test_there_are_as_many_songs_of_each_genre_as_asked_for() -> None:
    tracks = songs_shelf(noted, ["rock", "jazz"], first_seed=5, count=2).tracks
    assert [track.name for track in tracks] == ["rock 5", "rock 6", "jazz 5", "jazz 6"]
    assert {track.genre for track in tracks} == {"rock", "jazz"} and not any(track.masters for track in tracks)


def test_songs_have_keys_of_their_own() -> None:
    tracks = songs_shelf(noted, ["rock", "jazz"], first_seed=0, count=3).tracks
    assert len({track.mixes[0].key for track in tracks}) == 6


def test_both_halves_of_a_song_fill_a_stretch_and_are_played_once() -> None:
    PLAYED.clear()
    (track,) = songs_shelf(noted, ["dub"], first_seed=40, count=1).tracks
    first, second = (track.mixes[0].read(part, 2) for part in range(2))
    assert PLAYED == [("dub", 40)]
    assert first.shape == second.shape == (2, STRETCH_SAMPLES)
    assert np.array_equal(
        np.hstack([first, second]), noted("dub", 40, 2 * STRETCH_SAMPLES / STYLE_RATE, STYLE_RATE).mix
    )
