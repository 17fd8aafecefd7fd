"""A fingerprint tells what a piece is made of, and nothing of its equaliser, its width or its level."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from metamaster.style.fingerprint import GROUPS, fingerprint, group_bounds
from metamaster.style.frames import FLOOR, Frames

FRAMES = 120


def piece(seed: int) -> Frames:
    """Bands that move by themselves, about half of it together."""
    rng = np.random.default_rng(seed)
    together = rng.standard_normal((1, FRAMES, 1))
    level_db = -30.0 + 4.0 * (together + rng.standard_normal((2, FRAMES, 29)))
    return Frames(10.0 ** (level_db / 10.0), np.ones(FRAMES))


@settings(max_examples=25, deadline=None)
@given(arrays(np.float64, (2, 1, 29), elements=st.floats(-12.0, 12.0)))
def test_an_equaliser_does_not_show(gain_db: np.ndarray):
    plain = piece(0)
    toned = plain._replace(power=plain.power * 10.0 ** (gain_db / 10.0))
    assert np.allclose(fingerprint(toned), fingerprint(plain), atol=1e-9)


def test_pieces_differ():
    assert np.abs(fingerprint(piece(0)) - fingerprint(piece(1))).mean() > 0.1


def test_groups_fill_it():
    assert fingerprint(piece(0)).size == sum(GROUPS.values()) == group_bounds()[-1][1]


def test_each_group_begins_where_the_last_one_ends():
    bounds = group_bounds()
    assert all(before[1] == after[0] for before, after in pairwise(bounds))


def test_silent_frames_do_not_count():
    plain = piece(0)
    silence = np.full((2, 40, 29), FLOOR)
    longer = Frames(np.concatenate([silence, plain.power], axis=1), np.ones(FRAMES + 40))
    assert np.allclose(fingerprint(longer), fingerprint(plain))


@pytest.mark.parametrize("frames", [1, 2, 5])
def test_it_is_finite_for_the_shortest_piece(frames: int):
    plain = piece(0)
    assert np.isfinite(fingerprint(Frames(plain.power[:, :frames], plain.peak[:frames]))).all()
