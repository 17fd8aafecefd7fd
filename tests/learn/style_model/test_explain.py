"""Every hypothesis implies a change; entries that are not heard tell nothing."""

import numpy as np

from metamaster.learn.style_model.explain import Pairs, explain
from metamaster.learn.style_model.model import FEATURES
from tests.learn.style_model.music import fitted


def pairs(seed: int, heard: np.ndarray | None = None) -> Pairs:
    rows = np.random.default_rng(seed).standard_normal((4, 5, FEATURES))
    return Pairs(*rows, np.ones(FEATURES, bool) if heard is None else heard)


def test_evidence_and_change_are_finite():
    found = explain(fitted(), pairs(0))
    assert np.isfinite(found.evidence).all()
    assert np.isfinite(found.change).all()


def test_what_is_not_heard_changes_nothing():
    heard = np.arange(FEATURES) % 3 > 0
    plain = pairs(0, heard)
    other = plain._replace(mix=np.where(heard, plain.mix, 99.0), reference=np.where(heard, plain.reference, -99.0))
    for one, two in zip(explain(fitted(), plain), explain(fitted(), other), strict=True):
        assert np.array_equal(one, two)
