"""A genre taught from songs masters another song as the reference itself would have it."""

from pathlib import Path

import numpy as np
import pytest

from metamaster.audio.files import open_source
from metamaster.chain.jax_renderer.bounded import coordinates_of
from metamaster.chain.parameters import INDEX
from metamaster.errors import BadOption, SameAsMix
from metamaster.learn.aim import aim_at
from metamaster.learn.from_genre import find_settings_in
from metamaster.learn.from_reference import find_settings
from metamaster.learn.genre.file import load_genre, save_genre
from metamaster.learn.genre.model import Genre, exemplar_of
from metamaster.listen import Listened, listen
from metamaster.options import Amounts, MasterOptions
from metamaster.teach import teach
from tests.conftest import Clip


@pytest.fixture(scope="module")
def song(mix: Clip) -> Listened:
    return listen(open_source(mix.path))


@pytest.fixture(scope="module")
def bare(record: Clip) -> Genre:
    return teach("bare", record.path)


@pytest.fixture(scope="module")
def taught(mix: Clip, record: Clip) -> Genre:
    return teach("taught", (record.path, 2.0), [mix.path], MasterOptions(steps=2))


def test_a_genre_remembers_its_references_and_mixes(taught: Genre) -> None:
    assert taught.used().references == (("record.wav", 2.0),)
    assert taught.house is not None
    assert taught.house.mixes == ("mix.wav",)


def test_without_mixes_it_has_no_house_settings(bare: Genre) -> None:
    assert bare.house is None


def test_the_aim_is_that_of_the_reference_itself(song: Listened, record: Clip, bare: Genre) -> None:
    heard = listen(open_source(record.path))
    one, other = (aim_at(song, [known], MasterOptions()) for known in (bare.exemplars[0], exemplar_of(heard, 1.0)))
    assert np.array_equal(one.change["tone"], other.change["tone"])
    assert (one.same_song, one.target_lufs) == (other.same_song, other.target_lufs)


@pytest.mark.parametrize("which", ["bare", "taught"])
def test_the_chain_is_close_to_what_adaptation_finds(
    song: Listened, record: Clip, which: str, request: pytest.FixtureRequest
) -> None:
    adapted = find_settings(song, [(listen(open_source(record.path)), 1.0)], MasterOptions()).settings
    found = find_settings_in(request.getfixturevalue(which), song, MasterOptions()).settings
    for name in ("eq.mid.low_shelf.gain_db", "eq.mid.high_shelf.gain_db", "image.mid_width_db"):
        assert found[name] == pytest.approx(adapted[name], abs=1.0)


def test_it_is_deterministic_and_survives_its_file(song: Listened, taught: Genre, tmp_path: Path) -> None:
    save_genre(tmp_path / "taught.safetensors", taught)
    again = load_genre(tmp_path / "taught.safetensors")
    one, other = (find_settings_in(genre, song, MasterOptions()) for genre in (taught, again))
    assert one == other


def test_nothing_asked_for_is_nothing_done(song: Listened, taught: Genre) -> None:
    found = find_settings_in(taught, song, MasterOptions(amounts=Amounts().scaled(0.0)))
    assert found.target_lufs == pytest.approx(song.loudness_lufs)
    assert all(value == 0.0 for name, value in found.settings.as_dict().items() if name.endswith("width_db"))


def test_without_a_step_the_chain_is_the_predicted_one_moved_as_the_genre_s_songs_were(
    song: Listened, taught: Genre, bare: Genre
) -> None:
    moves = taught.house and taught.house.moves
    assert moves is not None
    at, predicted = (
        coordinates_of(np.float32(find_settings_in(genre, song, MasterOptions(steps=0)).settings.values))
        for genre in (taught, bare)
    )
    index = INDEX["eq.mid.high_shelf.gain_db"]
    assert at[index] - predicted[index] == pytest.approx(moves.mean[index], abs=1e-3)


def test_steps_are_made_from_there(song: Listened, taught: Genre) -> None:
    target = find_settings_in(taught, song, MasterOptions(steps=2)).target
    assert target is not None
    assert len(target.losses) == 3
    assert target.losses[-1] < target.losses[0]


def test_it_tells_how_sure_it_is(song: Listened, bare: Genre) -> None:
    assert find_settings_in(bare, song, MasterOptions()).uncertainty is not None


def test_a_genre_needs_a_reference(mix: Clip) -> None:
    with pytest.raises(BadOption, match="Name a record with --reference"):
        teach("empty", [], [mix.path])


def test_a_mix_is_no_reference_for_itself(mix: Clip) -> None:
    with pytest.raises(SameAsMix):
        teach("same", mix.path, [mix.path])
