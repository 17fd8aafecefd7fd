"""What pieces have in common tells what was done to one of them, whatever else they hold."""

import numpy as np
import pytest

from metamaster.learn.style_model.alike import alike_change, one_song
from metamaster.learn.style_model.model import Piece
from metamaster.style.moments import LEVELS, Moments
from metamaster.style.target import ByAspect

NOTHING: ByAspect = {"tone": np.zeros(29), "width": np.zeros(10)}
TILT_DB = np.linspace(-2.0, 2.0, 29)


def played(seed: int, count: int = 12, often: int = 8) -> Moments:
    """Sounds, each heard that often, with a little of chance in every band."""
    random = np.random.default_rng(seed)
    sounds = random.normal(-25.0, 8.0, (count, LEVELS)) - np.tile(np.linspace(0.0, 10.0, 29), 2)
    return (np.repeat(sounds, often, axis=0) + random.normal(0.0, 0.3, (count * often, LEVELS))).astype(np.float32)


def piece(moments: Moments) -> Piece:
    return Piece(np.zeros(67), np.ones(67, bool), np.zeros(616), moments)


def change(mix: Moments, reference: Moments, asked: ByAspect = NOTHING) -> ByAspect:
    found = alike_change(piece(mix), piece(reference), asked)
    assert found is not None
    return found.change


def apart_db(mix: Moments, reference: Moments) -> float:
    found = alike_change(piece(mix), piece(reference), NOTHING)
    assert found is not None
    return found.apart_db


def equalised(moments: Moments, mid_db: np.ndarray, side_db: np.ndarray) -> Moments:
    return (moments + np.concatenate([mid_db, side_db])).astype(np.float32)


def level_apart(tone_db: np.ndarray) -> np.ndarray:
    return tone_db - tone_db.mean()


def test_an_equaliser_is_found():
    song = played(0)
    found = change(song, equalised(song, TILT_DB, TILT_DB))
    assert np.abs(level_apart(found["tone"]) - TILT_DB).max() < 0.2
    assert np.abs(found["width"]).max() < 0.2


def test_a_wider_side_is_found():
    song, flat = played(1), np.zeros(29)
    found = change(song, equalised(song, flat, flat + 3.0))
    assert np.abs(found["width"] - 3.0).max() < 0.3
    assert np.abs(level_apart(found["tone"])).max() < 0.2


def test_what_only_one_of_them_holds_does_not_count():
    shared, solo, chorus = played(2), played(3, count=6), played(4, count=6)
    mix = np.concatenate([shared, solo])
    reference = equalised(np.concatenate([shared, chorus + 5.0]), TILT_DB, TILT_DB)
    means = reference.mean(axis=0)[:29] - mix.mean(axis=0)[:29]
    found = change(mix, reference)["tone"]
    missed = np.abs(level_apart(found) - TILT_DB).mean()
    assert missed < 0.25
    assert missed < 0.2 * np.abs(level_apart(means) - TILT_DB).mean()


def test_the_order_of_moments_does_not_matter():
    song, other = played(5), equalised(played(5), TILT_DB, TILT_DB)
    shuffled = np.random.default_rng(0).permutation(other)
    one, two = (change(song, moments) for moments in (other, shuffled))
    assert np.allclose(one["tone"], two["tone"], atol=1e-4) and np.allclose(one["width"], two["width"], atol=1e-4)


def test_pieces_with_nothing_in_common_get_about_what_was_asked_for():
    asked: ByAspect = {"tone": TILT_DB, "width": np.full(10, 2.0)}
    found = change(played(6), played(7), asked)
    assert np.abs(level_apart(found["tone"]) - TILT_DB).mean() < 1.0


@pytest.mark.parametrize("few", [0, 19])
def test_few_moments_tell_nothing(few: int):
    assert alike_change(piece(played(0)[:few]), piece(played(0)), NOTHING) is None


def test_two_sections_of_a_song_come_nearer_than_two_songs():
    song, other = played(9), equalised(played(9)[::2], TILT_DB, TILT_DB)
    assert apart_db(song, other) < 1.0
    assert apart_db(song, played(10)) > 4.0


def test_moments_that_are_near_make_one_song_likelier():
    assert one_song(0.5, 2.0) > 0.9 > one_song(0.5, 4.06) > 0.1 > one_song(0.5, 8.0)
    assert one_song(0.5, 4.06) == pytest.approx(0.5)


@pytest.mark.parametrize("probability", [0.0, 1.0])
@pytest.mark.parametrize("apart", [0.0, 4.0, 1e3])
def test_what_is_certain_stays_a_probability(probability: float, apart: float):
    assert 0.0 <= one_song(probability, apart) <= 1.0


def test_a_side_that_is_not_there_leaves_the_width_as_it_was_asked_for():
    song = played(8)
    song[:, 29:] = -90.0
    asked: ByAspect = {"tone": np.zeros(29), "width": np.full(10, 1.0)}
    found = change(song, song, asked)
    assert np.abs(found["width"] - 1.0).max() < 0.1
