"""The half minute that is used of a recording."""

import numpy as np
import pytest

from metamaster.errors import NonFiniteInput, SilentInput, TooShort
from tasks.tracks.stretch import STRETCH_SAMPLES, loudest_stretch, stretch_at
from tests.tasks.music import RATE, tune


def test_it_is_where_the_music_is_loudest() -> None:
    audio = 0.1 * tune(60, seed=0)
    audio[:, 20 * RATE : 45 * RATE] *= np.float32(8.0)
    assert 15 * RATE <= loudest_stretch(audio) <= 20 * RATE


def test_what_is_no_longer_than_a_stretch_begins_at_its_start() -> None:
    assert loudest_stretch(tune(5, seed=0)) == 0


def test_a_stretch_of_long_music_is_a_part_of_it() -> None:
    audio = tune(40, seed=0)
    assert np.array_equal(stretch_at(audio, RATE, "song"), audio[:, RATE : RATE + STRETCH_SAMPLES])


def test_short_music_is_repeated_and_left_as_it_was() -> None:
    audio = tune(8, seed=0)
    before = audio.copy()
    stretch = stretch_at(audio, 0, "song")
    assert stretch.shape == (2, STRETCH_SAMPLES) and np.array_equal(audio, before)
    assert np.array_equal(stretch[:, : 8 * RATE], stretch[:, 8 * RATE : 16 * RATE])


@pytest.mark.parametrize(
    ("audio", "error"),
    [
        (tune(2, seed=0), TooShort),
        (0.0 * tune(5, seed=0), SilentInput),
        (np.full((2, 5 * RATE), np.nan, np.float32), NonFiniteInput),
    ],
)
def test_what_is_no_music_is_refused_by_name(audio: np.ndarray, error: type[Exception]) -> None:
    with pytest.raises(error, match="the song"):
        stretch_at(audio, 0, "the song")
