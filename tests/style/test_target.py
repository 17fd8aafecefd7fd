"""What of a reference is style: all of a smooth change of the same song, little of what another song is."""

from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metamaster.audio.files import open_source
from metamaster.listen import listen
from metamaster.measure.bands import THIRD_OCTAVE_HZ
from metamaster.style.aspects import ASPECTS, LEAST_TONE_DB, features
from metamaster.style.names import Aspect
from metamaster.style.reading import describe_file
from metamaster.style.statistics import style_statistics
from metamaster.style.target import StyleDifference, style_difference
from tests.conftest import Clip

Described = dict[Aspect, np.ndarray]
HZ = np.array(THIRD_OCTAVE_HZ)


def described(path: Path) -> Described:
    found = features(describe_file(listen(open_source(path)).frames))
    return {aspect: np.asarray(entries, np.float64) for aspect, entries in found.items()}


@pytest.fixture(scope="module")
def song(mix: Clip) -> Described:
    return described(mix.path)


def songs(seed: int) -> tuple[Described, Described]:
    """Two songs that have nothing to do with each other, as unlike as real ones are, neither of them mastered."""
    random, pair = np.random.default_rng(seed), ({}, {})
    for aspect, known in style_statistics().items():
        for one in pair:
            one[aspect] = random.multivariate_normal(known.mean, known.between)
    return pair


def equalised(song: Described, change: np.ndarray) -> Described:
    """The same song with its tone changed, in dB by third-octave."""
    return {**song, "tone": song["tone"] + change}


def tilt(size_db: float) -> np.ndarray:
    """From minus to plus that size over the ten octaves: as smooth as a change can be."""
    return size_db * np.linspace(-1.0, 1.0, len(HZ))


def shelf(size_db: float, corner_hz: float) -> np.ndarray:
    return size_db / (1.0 + (corner_hz / HZ) ** 2)


def size(difference: StyleDifference) -> dict[Aspect, float]:
    return {aspect: float(np.abs(difference.change[aspect]).mean()) for aspect in ASPECTS}


def test_nothing_is_changed_where_there_is_no_difference(song: Described) -> None:
    assert size(style_difference(song, song)) == pytest.approx(dict.fromkeys(ASPECTS, 0.0), abs=0.05)


def test_every_aspect_is_given_as_the_descriptor_has_it(song: Described) -> None:
    change = style_difference(song, songs(0)[0]).change
    assert {aspect: entries.shape for aspect, entries in change.items()} == {
        aspect: entries.shape for aspect, entries in song.items()
    }


@pytest.mark.parametrize("change", [tilt(2.5), tilt(-2.5), shelf(3.0, 4000.0), shelf(-3.0, 4000.0)])
def test_an_equaliser_on_the_same_song_is_recovered(song: Described, change: np.ndarray) -> None:
    found = style_difference(song, equalised(song, change)).change["tone"]
    large = np.abs(change) > 1.0
    assert np.all(np.sign(found[large]) == np.sign(change[large]))
    assert 0.6 < found @ change / (change @ change) < 1.1


def test_an_equalised_song_is_known_to_be_the_same(song: Described) -> None:
    assert style_difference(song, equalised(song, tilt(2.5))).same_song > 0.95


def test_other_songs_are_seldom_taken_for_the_same() -> None:
    assert np.mean([style_difference(*songs(seed)).same_song > 0.5 for seed in range(100)]) < 0.1


@pytest.mark.parametrize("aspect", ["tone", "width", "dynamics"])
def test_most_of_what_another_song_is_stays_its_own(aspect: Aspect) -> None:
    pairs = [songs(seed) for seed in range(100)]
    found = np.mean([np.abs(style_difference(*pair).change[aspect]).mean() for pair in pairs])
    assert found < 0.5 * np.mean([np.abs(pair[1][aspect] - pair[0][aspect]).mean() for pair in pairs])


def test_sections_of_real_songs_are_told_from_other_songs(shared_dir: Path) -> None:
    names = ("blues-rock__factory-2", "hiphop__pipes", "synth-pop__minds-wide-open", "trap__ripper")
    halves = [[described(shared_dir / "audio" / "masters" / f"{name}__{half}.flac") for half in "ab"] for name in names]
    same = [style_difference(*pair).same_song for pair in halves]
    other = [style_difference(one[0], two[1]).same_song for one, two in permutations(halves, 2)]
    assert np.mean(same) > 0.8 and np.mean(other) < 0.2


@pytest.mark.parametrize("aspect", ["width", "dynamics", "plr"])
def test_a_change_of_tone_asks_for_no_other(song: Described, aspect: Aspect) -> None:
    assert size(style_difference(song, equalised(song, tilt(2.5))))[aspect] < 0.2


def test_what_was_done_to_a_song_is_undone_the_other_way(song: Described) -> None:
    treated = equalised(song, shelf(3.0, 4000.0))
    there, back = style_difference(song, treated).change["tone"], style_difference(treated, song).change["tone"]
    assert back == pytest.approx(-there, abs=0.1)


def steps(aspect: Aspect, change: np.ndarray) -> float:
    """How far a change goes, in standard deviations of mastering moves."""
    return float(np.sqrt(change @ np.linalg.solve(style_statistics()[aspect].moves, change)))


@settings(deadline=None, max_examples=50)
@given(seed=st.integers(0, 2**32 - 1), scale=st.floats(0.01, 30.0))
def test_a_change_never_goes_beyond_what_was_heard(song: Described, seed: int, scale: float) -> None:
    random = np.random.default_rng(seed)
    reference = {aspect: entries + scale * random.standard_normal(entries.shape) for aspect, entries in song.items()}
    found = style_difference(song, reference)
    assert 0.0 <= found.same_song <= 1.0
    for aspect in ASPECTS:
        mean = style_statistics()[aspect].mean
        heard = (reference[aspect] - song[aspect], reference[aspect] - mean, song[aspect] - mean)
        assert steps(aspect, found.change[aspect]) <= sum(steps(aspect, one) for one in heard)


EMPTY = HZ > 4100.0


def without_highs(song: Described) -> Described:
    """As at a sample rate of 8 kHz."""
    return {**song, "tone": np.where(EMPTY, LEAST_TONE_DB, song["tone"]), "width": song["width"] * (HZ[1::3] < 8000.0)}


def test_bands_that_the_mix_does_not_hold_are_left_alone(song: Described) -> None:
    change = style_difference(without_highs(song), equalised(song, tilt(2.5))).change
    assert not change["tone"][EMPTY].any() and not change["width"][-2:].any()


def test_bands_that_the_mix_does_not_hold_do_not_upset_the_others(song: Described) -> None:
    reference = equalised(song, tilt(2.5))
    whole, part = style_difference(song, reference), style_difference(without_highs(song), reference)
    assert part.same_song > 0.95
    assert part.change["tone"][~EMPTY] == pytest.approx(whole.change["tone"][~EMPTY], abs=0.5)


def test_bands_that_the_reference_does_not_hold_follow_their_neighbours(song: Described) -> None:
    found = style_difference(song, without_highs(equalised(song, tilt(2.5)))).change["tone"]
    assert np.all(found[EMPTY] > 0.0) and np.abs(np.diff(found)).max() < 1.0
