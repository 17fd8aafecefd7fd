"""What the predictor adds to."""

import numpy as np
import pytest

from metamaster.learn.base import base_change
from metamaster.learn.style_model.difference import STYLES
from metamaster.learn.style_model.file import shipped_style_file
from metamaster.learn.style_model.model import Piece, piece_of
from metamaster.style.aspects import ASPECTS
from tests.learn.test_inputs import some_frames


@pytest.fixture(scope="module")
def pair() -> tuple[Piece, Piece]:
    return piece_of(some_frames(0)), piece_of(some_frames(1))


@pytest.mark.parametrize(("base", "style"), [("learned", "learned"), ("style-difference", "stated")])
def test_a_base_is_what_a_style_of_the_command_line_asks_for(pair: tuple[Piece, Piece], base: str, style: str):
    asked, given = base_change(base, *pair), STYLES[style](*pair)
    for aspect in ASPECTS:
        assert np.array_equal(asked.change[aspect], given.change[aspect])


def test_nothing_asks_for_nothing(pair: tuple[Piece, Piece]):
    assert not any(change.any() for change in base_change("nothing", *pair).change.values())


def test_songs_that_nobody_knows_change_nothing(pair: tuple[Piece, Piece]):
    plain, other = base_change("learned", *pair), base_change("learned", *pair, frozenset({"a song of nobody"}))
    assert plain.same_song == other.same_song


def test_a_known_song_can_be_forgotten(pair: tuple[Piece, Piece]):
    known = frozenset(shipped_style_file().stretches[:1])
    plain, other = base_change("learned", *pair), base_change("learned", *pair, known)
    assert not np.array_equal(plain.change["tone"], other.change["tone"])
