"""What pieces have in common tells what was done to one of them, whatever else they hold."""

import numpy as np
import pytest

from metamaster.learn.style_model.alike import alike_change
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


def equalised(moments: Moments, mid_db: np.ndarray, side_db: np.ndarray) -> Moments:
    return (moments + np.concatenate([mid_db, side_db])).astype(np.float32)


def level_apart(tone_db: np.ndarray) -> np.ndarray:
    return tone_db - tone_db.mean()


def test_an_equaliser_is_found():
    song = played(0)
    found = alike_change(piece(song), piece(equalised(song, TILT_DB, TILT_DB)), NOTHING)
    assert np.abs(level_apart(found["tone"]) - TILT_DB).max() < 0.2
    assert np.abs(found["width"]).max() < 0.2


def test_a_wider_side_is_found():
    song, flat = played(1), np.zeros(29)
    found = alike_change(piece(song), piece(equalised(song, flat, flat + 3.0)), NOTHING)
    assert np.abs(found["width"] - 3.0).max() < 0.3
    assert np.abs(level_apart(found["tone"])).max() < 0.2


def test_what_only_one_of_them_holds_does_not_count():
    shared, solo, chorus = played(2), played(3, count=6), played(4, count=6)
    mix = np.concatenate([shared, solo])
    reference = equalised(np.concatenate([shared, chorus + 5.0]), TILT_DB, TILT_DB)
    means = reference.mean(axis=0)[:29] - mix.mean(axis=0)[:29]
    found = alike_change(piece(mix), piece(reference), NOTHING)["tone"]
    missed = np.abs(level_apart(found) - TILT_DB).mean()
    assert missed < 0.25
    assert missed < 0.2 * np.abs(level_apart(means) - TILT_DB).mean()


def test_the_order_of_moments_does_not_matter():
    song, other = played(5), equalised(played(5), TILT_DB, TILT_DB)
    shuffled = np.random.default_rng(0).permutation(other)
    one, two = (alike_change(piece(song), piece(moments), NOTHING) for moments in (other, shuffled))
    assert np.allclose(one["tone"], two["tone"], atol=1e-4) and np.allclose(one["width"], two["width"], atol=1e-4)


def test_pieces_with_nothing_in_common_get_about_what_was_asked_for():
    asked: ByAspect = {"tone": TILT_DB, "width": np.full(10, 2.0)}
    found = alike_change(piece(played(6)), piece(played(7)), asked)
    assert np.abs(level_apart(found["tone"]) - TILT_DB).mean() < 1.0


@pytest.mark.parametrize("few", [0, 19])
def test_with_few_moments_what_was_asked_for_stays(few: int):
    asked: ByAspect = {"tone": TILT_DB, "width": np.full(10, 2.0), "dynamics": np.zeros(27), "plr": np.zeros(1)}
    found = alike_change(piece(played(0)[:few]), piece(played(0)), asked)
    assert set(found) == {"tone", "width"} and found["tone"] is asked["tone"]


def test_a_side_that_is_not_there_leaves_the_width_as_it_was_asked_for():
    song = played(8)
    song[:, 29:] = -90.0
    asked: ByAspect = {"tone": np.zeros(29), "width": np.full(10, 1.0)}
    found = alike_change(piece(song), piece(song), asked)
    assert np.abs(found["width"] - 1.0).max() < 0.1
