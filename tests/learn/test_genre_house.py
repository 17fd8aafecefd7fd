"""House settings: what songs of a genre have in common, the prior they make, and genres blended."""

import numpy as np
import pytest

from metamaster.chain.parameters import INDEX
from metamaster.chain.settings import DEFAULTS, Settings
from metamaster.errors import BadOption
from metamaster.learn.genre.blend import blended
from metamaster.learn.genre.house import house_of, house_prior
from metamaster.learn.genre.model import Genre, House
from metamaster.learn.prior import Prior, default_prior
from metamaster.style.aspects import ASPECTS
from metamaster.style.names import Aspect

from .genres import genre

BASS = "eq.mid.low_shelf.gain_db"
ALL: dict[Aspect, float] = dict.fromkeys(ASPECTS, 1.0)


def chain(gain_db: float) -> Settings:
    return DEFAULTS.replace({BASS: gain_db, "trim.gain_db": 6.0, "limiter.drive_db": 9.0})


def untaught(aspects: frozenset[Aspect] = frozenset(ASPECTS)) -> Prior:
    return default_prior(aspects, -4.0, 8.0)


def house(genre: Genre) -> House:
    assert genre.house is not None
    return genre.house


def test_one_songs_settings_are_the_house_settings() -> None:
    assert house_of(["song"], [chain(3.0)]).start[BASS] == pytest.approx(3.0, abs=1e-3)


def test_settings_are_averaged_in_unconstrained_coordinates() -> None:
    assert house_of(["one", "two"], [chain(-4.0), chain(4.0)]).start[BASS] == pytest.approx(0.0, abs=1e-3)


@pytest.mark.parametrize("name", ["trim.gain_db", "limiter.drive_db", "image.mono_below_hz"])
def test_what_is_a_songs_own_is_neutral(name: str) -> None:
    found = chain(3.0).replace({"image.mono_below_hz": 120.0})
    assert house_of(["song"], [found]).start[name] == DEFAULTS[name]


def test_one_song_tells_nothing_of_the_spread() -> None:
    assert house_of(["song"], [chain(3.0)]).spread == pytest.approx(untaught().spread)


def test_songs_that_agree_narrow_the_spread_and_songs_that_do_not_keep_it_wide() -> None:
    place = INDEX[BASS]
    agreeing = house_of(["a", "b", "c"], [chain(3.0)] * 3).spread[place]
    apart = house_of(["a", "b", "c"], [chain(-9.0), chain(0.0), chain(9.0)]).spread[place]
    assert agreeing < untaught().spread[place] < apart


def test_a_song_starts_from_the_house_settings_with_its_own_trim_and_drive() -> None:
    start = house_prior(untaught(), house(genre()), ALL).start
    assert start[BASS] == pytest.approx(3.0, abs=1e-3)
    assert (start["trim.gain_db"], start["limiter.drive_db"]) == (-4.0, 8.0)


@pytest.mark.parametrize("own", [0.5, 2.0])
def test_a_control_is_held_at_least_as_firmly_as_without_a_house(own: float) -> None:
    prior = untaught()._replace(spread=own * house(genre()).spread)
    assert house_prior(prior, house(genre()), ALL).spread[INDEX[BASS]] == pytest.approx(
        min(own, 1.0) * house(genre()).spread[INDEX[BASS]]
    )


def test_an_aspect_that_is_not_wanted_stays_neutral() -> None:
    without = ALL | {"tone": 0.0}
    assert house_prior(untaught(frozenset({"width"})), house(genre()), without).start[BASS] == DEFAULTS[BASS]


def test_half_of_an_aspect_starts_half_the_way() -> None:
    half = house_prior(untaught(), house(genre()), ALL | {"tone": 0.5}).start[BASS]
    assert half == pytest.approx(1.5, abs=0.05)


def test_a_blend_holds_all_references_each_genre_with_its_weight() -> None:
    both = blended("both", [(genre("one", 0), 2.0), (genre("two", 5), 1.0)])
    assert [weight for _, weight in both.used().references] == pytest.approx([0.5, 1.5, 0.25, 0.75])


def test_house_settings_of_a_blend_lie_between() -> None:
    both = blended("both", [(genre(gain_db=0.0), 3.0), (genre(gain_db=4.0), 1.0)])
    assert 0.8 < house(both).start[BASS] < 1.2


def test_a_genre_without_house_settings_takes_nothing_from_those_of_others() -> None:
    both = blended("both", [(genre(gain_db=None), 3.0), (genre(gain_db=4.0), 1.0)])
    assert house(both).start[BASS] == pytest.approx(4.0, abs=1e-3)


def test_a_genre_blended_with_itself_is_itself() -> None:
    one = genre()
    twice = blended("dub", [(one, 1.0), (one, 1.0)])
    assert house(twice).start.values == pytest.approx(house(one).start.values, abs=1e-4)
    assert np.allclose(house(twice).spread, house(one).spread, rtol=1e-4)


@pytest.mark.parametrize("weight", [0.0, -1.0, float("nan"), float("inf")])
def test_a_weight_must_be_above_nothing(weight: float) -> None:
    with pytest.raises(BadOption, match=r"genre dub is .*: give a number above 0"):
        blended("both", [(genre(), weight)])


def test_nothing_cannot_be_blended() -> None:
    with pytest.raises(BadOption, match="nothing to blend"):
        blended("none", [])
