"""The catalogue of procedural songs: every genre, from nothing but a name and a seed."""

from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from metamaster.errors import BadOption
from metamaster.measure.loudness import integrated_lufs
from tasks.songs.catalogue import GENRES, PEAK_DBFS, song
from tasks.songs.song import Song

RATE = 22050
SECONDS = 6.0

every_genre = pytest.mark.parametrize("genre", GENRES)


@cache
def rendered_once(genre: str, seed: int = 0) -> Song:
    return song(genre, seed, SECONDS, RATE)


def peak_db(samples: np.ndarray) -> float:
    return float(20.0 * np.log10(np.abs(samples).max()))


def third_octaves_db(samples: np.ndarray) -> np.ndarray:
    """Levels of coarse bands, against their mean."""
    power = np.abs(np.fft.rfft(samples.mean(axis=0))) ** 2
    frequency = np.fft.rfftfreq(samples.shape[1], 1.0 / RATE)
    edges = np.geomspace(60.0, 9000.0, 12)
    bands = [power[(frequency >= low) & (frequency < high)].mean() for low, high in pairwise(edges)]
    levels = 10.0 * np.log10(np.asarray(bands) + 1e-12)
    return np.asarray(levels - levels.mean())


def test_there_are_at_least_sixteen_genres() -> None:
    assert len(set(GENRES)) >= 16


def test_an_unknown_genre_names_those_there_are() -> None:
    with pytest.raises(BadOption, match=r"There is no genre 'polka': choose from trap, .*reggae"):
        song("polka", 0)


@every_genre
def test_a_song_lasts_as_long_as_it_was_asked_to(genre: str) -> None:
    assert rendered_once(genre).mix.shape == (2, round(SECONDS * RATE))


@every_genre
def test_the_same_seed_gives_the_same_samples(genre: str) -> None:
    first, second = rendered_once(genre), song(genre, 0, SECONDS, RATE)
    assert np.array_equal(first.mix, second.mix)
    assert all(np.array_equal(first.stems[name], second.stems[name]) for name in first.stems)


@every_genre
def test_stems_add_up_to_the_mix(genre: str) -> None:
    made = rendered_once(genre)
    assert np.allclose(sum(made.stems.values()), made.mix, atol=1e-5)


@every_genre
def test_every_sample_is_a_finite_float32(genre: str) -> None:
    made = rendered_once(genre)
    assert all(audio.dtype == np.float32 and np.isfinite(audio).all() for audio in (made.mix, *made.stems.values()))


@every_genre
def test_the_mix_has_no_direct_current(genre: str) -> None:
    mix = rendered_once(genre).mix
    assert np.abs(mix.mean(axis=1)).max() < 0.02 * mix.std()


@every_genre
def test_the_mix_leaves_headroom(genre: str) -> None:
    low, high = PEAK_DBFS
    assert low - 0.01 <= peak_db(rendered_once(genre).mix) <= high + 0.01


@every_genre
def test_the_mix_is_as_loud_as_an_unmastered_mix(genre: str) -> None:
    assert -32.0 < integrated_lufs(rendered_once(genre).mix, RATE) < -9.0


@every_genre
def test_another_seed_gives_another_song(genre: str) -> None:
    first, second = rendered_once(genre), rendered_once(genre, 1)
    assert abs(np.corrcoef(first.mix[0], second.mix[0])[0, 1]) < 0.5
    assert np.abs(third_octaves_db(first.mix) - third_octaves_db(second.mix)).max() > 2.0


def test_genres_do_not_share_their_songs() -> None:
    mixes = [rendered_once(genre).mix[0] for genre in GENRES]
    assert np.abs(np.corrcoef(mixes) - np.eye(len(GENRES))).max() < 0.5


@pytest.mark.parametrize("sample_rate", [44100, 48000])
def test_a_song_can_be_made_at_any_sample_rate(sample_rate: int) -> None:
    made = song("rock", 3, 4.0, sample_rate)
    assert made.mix.shape == (2, 4 * sample_rate)
