"""As far as a genre is known, the predictor that knows it is heard; else the careful one."""

import numpy as np
import pytest

from metamaster.learn.committee import Committee, shipped_committee
from metamaster.learn.familiarity import Familiarity
from metamaster.learn.foresight import Foreseen
from metamaster.learn.inputs import MIX_INPUTS, PIECE_INPUTS

Told = tuple[np.ndarray, np.ndarray]


@pytest.fixture(scope="module", params=range(3))
def told(request: pytest.FixtureRequest) -> Told:
    """What a committee is told of a reference and a mix."""
    rng = np.random.default_rng(request.param)
    reference, mix = (rng.normal(size=size).astype(np.float32) for size in (PIECE_INPUTS, MIX_INPUTS))
    return reference, mix


def _judged(unusual: float) -> Committee:
    """The shipped one, were so large a distance unusual."""
    shipped = shipped_committee()
    return shipped._replace(familiarity=shipped.familiarity._replace(unusual=np.array(unusual, np.float32)))


def _alike(one: Foreseen, other: Foreseen) -> bool:
    return all(np.allclose(a, b, rtol=1e-4, atol=1e-5) for a, b in zip(one, other, strict=True))


def test_where_the_genre_is_known_the_one_that_knows_it_is_heard(told: Told):
    committee = _judged(unusual=1e12)
    assert _alike(committee(*told)[0], committee.knowing(*told))


def test_where_it_is_not_the_careful_one_is(told: Told):
    committee = _judged(unusual=1e-12)
    assert _alike(committee(*told)[0], committee.careful(*told))
    assert not _alike(committee(*told)[0], committee.knowing(*told))


def test_in_between_each_number_lies_between(told: Told):
    committee = shipped_committee()
    distance = _half_known(committee.familiarity, committee.knowing.genre(told[0]))
    (middle, known), ends = _judged(distance)(*told), (committee.knowing(*told), committee.careful(*told))
    assert known == pytest.approx(0.5, rel=1e-3)
    for found, one, other in zip(middle, *ends, strict=True):
        slack = 1e-4 * (np.abs(one) + np.abs(other))
        assert np.all(found >= np.minimum(one, other) - slack) and np.all(found <= np.maximum(one, other) + slack)
    assert middle.change == pytest.approx((ends[0].change + ends[1].change) / 2.0, rel=1e-2, abs=1e-3)
    assert middle.weight == pytest.approx(np.sqrt(ends[0].weight * ends[1].weight), rel=1e-2)


def _half_known(familiarity: Familiarity, genre: np.ndarray) -> float:
    """The squared distance to the nearest known genre, at which half of it would be known were that unusual."""
    return float(np.min(np.sum(((genre - familiarity.centres) @ familiarity.whitening) ** 2, axis=-1)))


def test_both_build_on_the_same_base():
    committee = shipped_committee()
    assert committee.base == committee.knowing.base == committee.careful.base
