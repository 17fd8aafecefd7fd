"""Where in a song one can be."""

import math

import pytest

from bridge.errors import OutOfRange
from bridge.session.position import LONGEST_S, checked_position


@pytest.mark.parametrize("seconds", [0.0, 12.5, LONGEST_S])
def test_a_place_in_a_song_is_taken(seconds: float):
    assert checked_position(seconds) == seconds


@pytest.mark.parametrize("seconds", [-0.1, LONGEST_S * 1.001, math.inf, math.nan])
def test_other_places_are_refused_in_one_sentence(seconds: float):
    with pytest.raises(OutOfRange, match=r"The position is .* s: give 0 to 1e\+06\."):
        checked_position(seconds)
