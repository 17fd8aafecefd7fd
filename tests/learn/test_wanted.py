"""What references ask of a mix, by each of the ways there are."""

import numpy as np
import pytest

from metamaster.errors import BadOption
from metamaster.learn.style_model.difference import STYLES
from metamaster.learn.style_model.model import piece_of
from metamaster.learn.wanted import PREDICTED, STYLE_NAMES, Known, refuse_unknown_style, together, wanted
from metamaster.style.aspects import ASPECTS
from tests.learn.test_inputs import some_frames

MIX, ONE, OTHER = (Known(piece_of(some_frames(seed)), -20.0 + 4.0 * seed) for seed in range(3))


@pytest.mark.parametrize("style", STYLE_NAMES)
def test_every_way_gives_every_aspect(style: str):
    change = wanted(style, MIX, ONE).change
    assert {aspect: change[aspect].size for aspect in ASPECTS} == {"tone": 29, "width": 10, "dynamics": 27, "plr": 1}
    assert all(np.isfinite(entries).all() for entries in change.values())


def test_only_a_predictor_says_where_to_begin():
    assert [style for style in STYLE_NAMES if wanted(style, MIX, ONE).start is not None] == [PREDICTED]


def test_how_far_genres_are_known_is_averaged():
    parts = [wanted(PREDICTED, MIX, ONE), wanted(PREDICTED, MIX, OTHER)]
    one, other = (part.start.known_genre for part in parts if part.start)
    assert 0.0 <= min(one, other) <= max(one, other) <= 1.0
    mean = together(parts, np.array([0.25, 0.75])).start
    assert mean and mean.known_genre == pytest.approx(0.25 * one + 0.75 * other)


@pytest.mark.parametrize("style", [PREDICTED, "stated"])
def test_two_references_ask_for_something_between(style: str):
    parts = [wanted(style, MIX, ONE), wanted(style, MIX, OTHER)]
    half = together(parts, np.array([0.5, 0.5]))
    for aspect in ASPECTS:
        assert half.change[aspect] == pytest.approx(0.5 * (parts[0].change[aspect] + parts[1].change[aspect]))


def test_bands_that_the_mix_does_not_hold_are_left_alone():
    heard = MIX.piece.heard.copy()
    heard[26:29] = False
    mix = Known(MIX.piece._replace(heard=heard), MIX.loudness_lufs)
    assert not wanted(PREDICTED, mix, ONE).change["tone"][26:].any()


def test_an_unknown_way_is_refused_by_name():
    with pytest.raises(BadOption, match="called 'magic': choose from predicted, learned, stated, naive"):
        refuse_unknown_style("magic")


def test_every_other_way_is_one_of_the_styles():
    assert STYLE_NAMES[1:] == tuple(STYLES)
