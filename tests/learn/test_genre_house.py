"""House settings: what songs of a genre have in common, the prior they make, and genres blended."""

import numpy as np
import pytest

from metamaster.chain.parameters import INDEX
from metamaster.chain.settings import DEFAULTS
from metamaster.errors import BadOption
from metamaster.learn.genre.blend import blended
from metamaster.learn.genre.house import Mastered, house_of, house_prior
from metamaster.learn.genre.model import Genre, House
from metamaster.learn.prior import Prior, default_prior
from metamaster.style.aspects import ASPECTS
from metamaster.style.names import Aspect

from .genres import chain, genre

BASS = "eq.mid.low_shelf.gain_db"
ALL: dict[Aspect, float] = dict.fromkeys(ASPECTS, 1.0)


def untaught(aspects: frozenset[Aspect] = frozenset(ASPECTS)) -> Prior:
    return default_prior(aspects, -4.0, 8.0)


def house(genre: Genre) -> House:
    assert genre.house is not None
    return genre.house


def songs(*gains_db: float) -> list[Mastered]:
    return [Mastered(f"{place}.wav", chain(gain_db), None) for place, gain_db in enumerate(gains_db)]


def test_one_songs_settings_are_the_house_settings() -> None:
    assert house_of(songs(3.0)).start[BASS] == pytest.approx(3.0, abs=1e-3)


def test_settings_are_averaged_in_unconstrained_coordinates() -> None:
    assert house_of(songs(-4.0, 4.0)).start[BASS] == pytest.approx(0.0, abs=1e-3)


@pytest.mark.parametrize("name", ["trim.gain_db", "limiter.drive_db", "image.mono_below_hz"])
def test_what_is_a_songs_own_is_neutral(name: str) -> None:
    found = chain(3.0).replace({"image.mono_below_hz": 120.0})
    house = house_of([Mastered("song", found, DEFAULTS)])
    assert house.start[name] == DEFAULTS[name]
    assert house.moves is not None
    assert house.moves.mean[INDEX[name]] == 0.0


def test_one_song_tells_nothing_of_the_spread() -> None:
    assert house_of(songs(3.0)).spread == pytest.approx(untaught().spread)


def test_songs_that_agree_narrow_the_spread_and_songs_that_do_not_keep_it_wide() -> None:
    place = INDEX[BASS]
    agreeing = house_of(songs(3.0, 3.0, 3.0)).spread[place]
    apart = house_of(songs(-9.0, 0.0, 9.0)).spread[place]
    assert agreeing < untaught().spread[place] < apart


def test_songs_that_move_alike_from_what_was_predicted_narrow_the_spread_of_moves_wherever_they_end() -> None:
    house = house_of([Mastered("a", chain(-5.0), chain(-5.0)), Mastered("b", chain(5.0), chain(5.0))])
    assert house.moves is not None
    assert house.moves.mean[INDEX[BASS]] == 0.0
    assert house.moves.spread[INDEX[BASS]] < untaught().spread[INDEX[BASS]] < house.spread[INDEX[BASS]]


def test_without_a_prediction_for_every_song_there_are_no_moves() -> None:
    assert house_of([Mastered("a", chain(1.0), chain(0.0)), *songs(2.0)]).moves is None


def test_a_song_starts_from_the_house_settings_with_its_own_trim_and_drive() -> None:
    start = house_prior(untaught(), house(genre()), ALL, predicted=False).start
    assert start[BASS] == pytest.approx(3.0, abs=1e-3)
    assert (start["trim.gain_db"], start["limiter.drive_db"]) == (-4.0, 8.0)


@pytest.mark.parametrize(("has_moves", "bass_db"), [(True, -1.5), (False, 3.0)])
def test_a_song_for_which_a_chain_is_predicted_starts_from_there_by_half_the_way_that_one_song_went(
    has_moves: bool, bass_db: float
) -> None:
    prior = untaught()._replace(start=chain(-2.0))
    known = house(genre(gain_db=3.0, predicted_db=2.0 if has_moves else None))
    start = house_prior(prior, known, ALL, predicted=True).start
    assert start[BASS] == pytest.approx(bass_db, abs=0.15)
    assert start["trim.gain_db"] == pytest.approx(prior.start["trim.gain_db"])


def test_a_house_without_any_move_leaves_a_prediction_as_it_is() -> None:
    prior = untaught()._replace(start=untaught().start.replace({BASS: -2.0}))
    start = house_prior(prior, house(genre(gain_db=2.0, predicted_db=2.0)), ALL, predicted=True).start
    assert start.values == pytest.approx(prior.start.values, abs=1e-3, rel=1e-3)


@pytest.mark.parametrize("own", [0.5, 2.0])
def test_a_control_is_held_at_least_as_firmly_as_without_a_house(own: float) -> None:
    prior = untaught()._replace(spread=own * house(genre()).spread)
    spread = house_prior(prior, house(genre()), ALL, predicted=False).spread
    assert spread[INDEX[BASS]] == pytest.approx(min(own, 1.0) * house(genre()).spread[INDEX[BASS]])


@pytest.mark.parametrize("predicted", [True, False])
def test_an_aspect_that_is_not_wanted_stays_neutral(predicted: bool) -> None:
    known, without = house(genre(predicted_db=0.0)), ALL | {"tone": 0.0}
    prior = untaught(frozenset({"width"}))
    assert house_prior(prior, known, without, predicted).start[BASS] == DEFAULTS[BASS]


@pytest.mark.parametrize(("predicted", "bass_db"), [(False, 1.5), (True, 0.75)])
def test_half_of_an_aspect_starts_half_the_way(predicted: bool, bass_db: float) -> None:
    known = house(genre(predicted_db=0.0))
    half = house_prior(untaught(), known, ALL | {"tone": 0.5}, predicted).start[BASS]
    assert half == pytest.approx(bass_db, abs=0.05)


def test_the_more_songs_move_alike_the_more_of_it_is_the_houses() -> None:
    moved = [house_of([Mastered("song", chain(3.0), chain(0.0))] * count).moves for count in (1, 2, 9)]
    shares = [moves.mean[INDEX[BASS]] / moved[0].mean[INDEX[BASS]] for moves in moved if moves and moved[0]]
    assert shares == pytest.approx([1.0, 4 / 3, 1.8])


def test_a_blend_holds_all_references_each_genre_with_its_weight() -> None:
    both = blended("both", [(genre("one", 0), 2.0), (genre("two", 5), 1.0)])
    assert [weight for _, weight in both.used().references] == pytest.approx([0.5, 1.5, 0.25, 0.75])


def test_house_settings_of_a_blend_lie_between() -> None:
    both = blended("both", [(genre(gain_db=0.0), 3.0), (genre(gain_db=4.0), 1.0)])
    assert 0.8 < house(both).start[BASS] < 1.2


def test_a_genre_without_house_settings_takes_nothing_from_those_of_others() -> None:
    both = blended("both", [(genre(gain_db=None), 3.0), (genre(gain_db=4.0), 1.0)])
    assert house(both).start[BASS] == pytest.approx(4.0, abs=1e-3)


def test_a_blend_has_moves_where_all_its_houses_have() -> None:
    moving, still = genre(gain_db=4.0, predicted_db=0.0), genre(gain_db=4.0)
    assert house(blended("both", [(moving, 1.0), (still, 1.0)])).moves is None
    assert house(blended("both", [(moving, 1.0), (moving, 1.0)])).moves is not None


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
