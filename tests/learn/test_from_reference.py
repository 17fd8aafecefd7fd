"""What a job aims at: the loudness to deliver, the trim, and the change of style from the references."""

import numpy as np
import pytest

from metamaster.audio.files import ArraySource, open_source
from metamaster.chain.parameters import parameter
from metamaster.learn.aim import aim_at, target_loudness, trim_for
from metamaster.learn.from_reference import find_settings
from metamaster.learn.genre.model import exemplar_of
from metamaster.learn.posed import problem_of
from metamaster.learn.problem import counting
from metamaster.learn.style_model.model import aspect_slices
from metamaster.listen import Listened, listen
from metamaster.options import Amounts, MasterOptions
from tests.conftest import RATE, Clip


@pytest.fixture(scope="module")
def song(mix: Clip) -> Listened:
    return listen(open_source(mix.path))


@pytest.fixture(scope="module")
def reference(record: Clip) -> Listened:
    return listen(open_source(record.path))


def at_level(listened: Listened, gain_db: float) -> Listened:
    """The same sound at another level."""
    source = listened.source
    return listen(ArraySource(source.read() * np.float32(10.0 ** (gain_db / 20.0)), source.sample_rate))


def test_the_references_loudness_is_aimed_at(song: Listened, reference: Listened) -> None:
    assert target_loudness(song, [(reference, 1.0)], MasterOptions()) == pytest.approx(-13.0, abs=0.01)


def test_a_loudness_that_was_asked_for_is_aimed_at(song: Listened, reference: Listened) -> None:
    assert target_loudness(song, [(reference, 1.0)], MasterOptions(loudness=-16.0)) == -16.0


def test_half_the_amount_goes_half_the_way(song: Listened, reference: Listened) -> None:
    options = MasterOptions(amounts=Amounts(loudness=0.5))
    half_way = 0.5 * (song.loudness_lufs - 13.0)
    assert target_loudness(song, [(reference, 1.0)], options) == pytest.approx(half_way, abs=0.01)


def test_none_of_it_keeps_the_mixs_own(song: Listened, reference: Listened) -> None:
    options = MasterOptions(amounts=Amounts(loudness=0.0))
    assert target_loudness(song, [(reference, 1.0)], options) == pytest.approx(song.loudness_lufs)


def test_references_count_by_their_weights(song: Listened, reference: Listened) -> None:
    pair = [(reference, 3.0), (at_level(reference, -8.0), 1.0)]
    assert target_loudness(song, pair, MasterOptions()) == pytest.approx(-15.0, abs=0.01)


def test_it_never_aims_beyond_what_can_be_asked_for(song: Listened, reference: Listened) -> None:
    faint = at_level(reference, -42.0)
    assert target_loudness(song, [(faint, 1.0)], MasterOptions()) == -50.0


def test_a_mono_file_is_as_loud_as_it_sounds_in_two_loudspeakers(song: Listened) -> None:
    both = song.source.read().mean(axis=0, keepdims=True)
    mono, stereo = (listen(ArraySource(np.repeat(both, count, axis=0), RATE)) for count in (1, 2))
    assert mono.loudness_lufs == pytest.approx(stereo.loudness_lufs, abs=1e-3)


def test_the_trim_brings_the_mix_to_the_working_loudness(song: Listened) -> None:
    assert trim_for(song) == pytest.approx(-20.0 - song.loudness_lufs)


def test_the_trim_of_a_faint_mix_ends_at_its_range(song: Listened) -> None:
    assert trim_for(at_level(song, -45.0)) == parameter("trim.gain_db").high


@pytest.mark.parametrize("loudness", [-50.0, 0.0])
def test_any_loudness_that_may_be_asked_for_can_be_adapted_to(
    song: Listened, reference: Listened, loudness: float
) -> None:
    found = find_settings(song, [(reference, 1.0)], MasterOptions(loudness=loudness, steps=0))
    assert found.target_lufs == loudness


def test_predicted_targets_count_as_far_as_they_can_be_met(song: Listened, reference: Listened) -> None:
    options = MasterOptions()
    aimed = aim_at(song, [exemplar_of(reference, 1.0)], options)
    assert aimed.start is not None
    counted = counting({aspect: aimed.start.weight[part] for aspect, part in aspect_slices().items()})
    problem = problem_of(song, aimed, options)
    for aspect, expected in counted.items():
        np.testing.assert_allclose(problem.weight[aspect], expected, rtol=1e-6)


def test_the_aim_of_two_references_is_their_weighted_mean(song: Listened, reference: Listened) -> None:
    def wanted(*pairs: tuple[Listened, float]) -> np.ndarray:
        target = find_settings(song, pairs, MasterOptions(steps=0)).target
        assert target is not None
        return np.array(target.change_db["tone"])

    one, other = wanted((reference, 1.0)), wanted((song, 2.0))
    assert wanted((reference, 1.0), (song, 3.0)) == pytest.approx(0.25 * one + 0.75 * other, abs=1e-6)
