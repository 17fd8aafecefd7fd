"""As far as a genre is known, the predictor that knows it is heard; else the careful one."""

import numpy as np
import pytest

from metamaster.learn.committee import Committee, shipped_committee
from metamaster.learn.familiarity import Familiarity
from metamaster.learn.foresight import Foreseen
from metamaster.learn.inputs import MIX_INPUTS, PIECE_INPUTS, pair_of

Told = tuple[np.ndarray, np.ndarray]


@pytest.fixture(scope="module", params=range(3))
def told(request: pytest.FixtureRequest) -> Told:
    """What a committee is told of a reference and a mix."""
    rng = np.random.default_rng(request.param)
    reference, mix = (rng.normal(size=size).astype(np.float32) for size in (PIECE_INPUTS, MIX_INPUTS))
    return reference, mix


def _judged(unusual: float) -> Committee:
    """The shipped one, were so large a distance unusual, and none too far."""
    shipped = shipped_committee()
    levels = {"usual": unusual - 1.0, "unusual": unusual, "farthest": np.inf}
    told = {name: np.array(level, np.float64) for name, level in levels.items()}
    return shipped._replace(familiarity=shipped.familiarity._replace(**told))


def _alike(one: Foreseen, other: Foreseen) -> bool:
    return all(np.allclose(a, b, rtol=1e-4, atol=1e-5) for a, b in zip(one, other, strict=True))


def test_where_the_genre_is_known_the_one_that_knows_it_is_heard(told: Told):
    committee = _judged(unusual=1e6)
    assert _alike(committee(*told)[0], committee.knowing(*told))


def test_where_it_is_not_the_careful_one_is(told: Told):
    committee = _judged(unusual=-1e6)
    assert _alike(committee(*told)[0], committee.careful(*told))
    assert not _alike(committee(*told)[0], committee.knowing(*told))


def test_in_between_each_number_lies_between(told: Told):
    committee = shipped_committee()
    distance = _half_known(committee.familiarity, pair_of(*told))
    (middle, known), ends = _judged(distance)(*told), (committee.knowing(*told), committee.careful(*told))
    assert known == pytest.approx(0.5, abs=1e-2)
    for found, one, other in zip(middle, *ends, strict=True):
        slack = 1e-4 * (np.abs(one) + np.abs(other))
        assert np.all(found >= np.minimum(one, other) - slack) and np.all(found <= np.maximum(one, other) + slack)
    assert middle.change == pytest.approx((ends[0].change + ends[1].change) / 2.0, rel=1e-2, abs=1e-3)
    assert middle.weight == pytest.approx(np.sqrt(ends[0].weight * ends[1].weight), rel=1e-2)


def _half_known(familiarity: Familiarity, pair: np.ndarray) -> float:
    """How much farther it is to the nearest known genre than to the middle of all: half known, were that unusual."""
    near = np.sum(((pair - familiarity.centres) @ familiarity.whitening) ** 2, axis=-1).min()
    return float(near - np.sum(((pair - familiarity.middle) @ familiarity.overall) ** 2))


def test_both_build_on_the_same_base():
    committee = shipped_committee()
    assert committee.base == committee.knowing.base == committee.careful.base
