"""A genre is known as far as it lies where known ones do."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metamaster.errors import DamagedModel, InputMissing, NoMusic
from metamaster.learn.familiarity import Familiarity, familiarity_of, load_familiarity, save_familiarity
from metamaster.learn.sealed import Seal, write_sealed

SIZE = 6
COUNT = 200
SPREAD = np.array([2.0, 1.0, 1.0, 0.5, 0.5, 0.1])


def genres(seed: int = 0, count: int = COUNT) -> dict[str, list[np.ndarray]]:
    """Three genres, spread alike."""
    rng = np.random.default_rng(seed)
    centres = 4.0 * rng.normal(size=(3, SIZE))
    return {f"genre {k}": list(centre + SPREAD * rng.normal(size=(count, SIZE))) for k, centre in enumerate(centres)}


@pytest.fixture(scope="module")
def known() -> Familiarity:
    """Where those lie."""
    return familiarity_of(genres())


def test_where_a_known_genre_lies_all_is_known(known: Familiarity):
    assert min(known.share(centre) for centre in known.centres) > 0.9


def test_nearly_all_other_pairs_of_known_genres_are_mostly_known(known: Familiarity):
    fresh = genres(count=2 * COUNT)
    shares = [known.share(one) for part in fresh.values() for one in part[COUNT:]]
    assert np.mean(np.array(shares) > 0.5) == pytest.approx(0.98, abs=0.02)


def test_far_from_all_nothing_is_known(known: Familiarity):
    assert known.share(np.full(SIZE, 100.0)) < 1e-3


@given(st.integers(0, 999), st.floats(1.01, 10.0))
def test_the_farther_away_the_less_is_known(known: Familiarity, seed: int, farther: float):
    centre, towards = known.centres[0], known.centres[0] - known.centres[1:].mean(axis=0)
    noise = np.random.default_rng(seed).normal(scale=0.1, size=SIZE)
    step = towards / np.linalg.norm(towards) + noise
    assert known.share(centre + farther * step) <= known.share(centre + step)


def test_what_is_stranger_than_any_of_them_is_not_known(known: Familiarity):
    apart = np.linalg.svd(known.centres - known.middle)[2][-1]
    unlike_all = known.centres[0] + np.array([0.0, 10.0, 100.0])[:, None] * apart
    shares = [known.share(one) for one in unlike_all]
    assert shares == sorted(shares, reverse=True) and shares[-1] < 1e-3


@given(st.integers(0, 999))
def test_which_way_the_numbers_are_turned_does_not_matter(known: Familiarity, seed: int):
    turn = np.linalg.qr(np.random.default_rng(seed).normal(size=(SIZE, SIZE)))[0]
    turned = familiarity_of({name: [one @ turn for one in part] for name, part in genres().items()})
    place = known.centres[1] + np.arange(SIZE) / 3.0
    assert turned.share(place @ turn) == pytest.approx(known.share(place), rel=1e-2)


@pytest.mark.parametrize("few", [{}, {"one": [np.zeros(3)] * 4}, {"one": [np.zeros(3)] * 4, "other": [np.ones(3)] * 3}])
def test_too_few_are_refused(few: dict[str, list[np.ndarray]]):
    with pytest.raises(NoMusic, match="four references of each: take more episodes"):
        familiarity_of(few)


def test_it_is_kept_in_a_file(known: Familiarity, tmp_path: Path):
    path = tmp_path / "familiarity.safetensors"
    save_familiarity(path, known, {"tasks": "tests"})
    assert all(np.array_equal(one, other) for one, other in zip(load_familiarity(path), known, strict=True))


def test_a_file_that_is_none_is_refused(known: Familiarity, tmp_path: Path):
    path = tmp_path / "familiarity.safetensors"
    with pytest.raises(InputMissing):
        load_familiarity(path)
    save_familiarity(path, known._replace(whitening=np.eye(SIZE + 1, dtype=np.float32)), {})
    with pytest.raises(DamagedModel, match="do not fit together"):
        load_familiarity(path)
    write_sealed(path, Seal("familiarity", "2", DamagedModel), {"centres": known.centres}, "{}", overwrite=True)
    with pytest.raises(DamagedModel, match="other arrays"):
        load_familiarity(path)
