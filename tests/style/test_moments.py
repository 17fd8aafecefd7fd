"""Moments: the levels of mid and side in every band, of what is not quiet."""

import numpy as np

from metamaster.style.frames import Frames
from metamaster.style.moments import LEVELS, MOST, moments_of


def frames_of(levels_db: np.ndarray) -> Frames:
    """Frames with the same level in every band of mid, and a side 10 dB below it."""
    power = 10.0 ** (np.stack([levels_db, levels_db - 10.0]) / 10.0)
    return Frames(np.repeat(power[:, :, None], 29, axis=2).astype(np.float32), np.ones(levels_db.size, np.float32))


def test_mid_comes_before_side():
    moments = moments_of(frames_of(np.full(40, -30.0)))
    assert moments.shape == (40, LEVELS)
    assert np.allclose(moments[:, :29] - moments[:, 29:], 10.0, atol=1e-3)


def test_they_do_not_tell_in_what_order_they_came():
    levels_db = np.random.default_rng(1).uniform(-28.0, -20.0, 60)
    assert np.array_equal(moments_of(frames_of(levels_db)), moments_of(frames_of(levels_db[::-1].copy())))


def test_they_do_not_depend_on_how_loud_the_piece_is():
    levels_db = np.random.default_rng(0).uniform(-40.0, -20.0, 60)
    assert np.allclose(moments_of(frames_of(levels_db)), moments_of(frames_of(levels_db - 12.0)), atol=1e-3)


def test_quiet_passages_give_none():
    assert len(moments_of(frames_of(np.repeat([-20.0, -50.0], 50)))) == 50


def test_a_long_piece_gives_moments_from_all_of_it():
    moments = moments_of(frames_of(np.linspace(-22.0, -20.0, 3000)))
    assert len(moments) == 750 <= MOST
    assert moments[-1, 0] - moments[0, 0] > 1.9


def test_silence_gives_no_number_that_is_not_finite():
    assert np.isfinite(moments_of(Frames(np.full((2, 50, 29), 1e-10, np.float32), np.zeros(50, np.float32)))).all()
