"""Counting how often the truth lies within what was told."""

import numpy as np

from benchmarks.uncertainty.coverage import KINDS, coverage_table, errors, kind_of
from benchmarks.uncertainty.draws import Draw
from metamaster.chain.parameters import PARAMETERS
from metamaster.learn.prior import default_prior
from metamaster.style.aspects import ASPECTS

NAMES = ("eq.mid.bell_1.gain_db", "multiband.low.ratio")


def draws_off_by(deviations: np.ndarray) -> list[Draw]:
    """Draws whose truth is so many deviations away, a row for each; the second control is not determined."""
    told = np.array([0.5, 2.0])
    return [Draw(NAMES, row * told, np.zeros(2), told, np.array([False, True])) for row in deviations]


def test_errors_are_in_deviations():
    off = np.array([[0.5, -1.5], [3.0, 0.0]])
    np.testing.assert_allclose(errors(draws_off_by(off)), off)


def test_true_deviations_cover_what_a_gaussian_covers():
    off = np.random.default_rng(0).standard_normal((4000, 2))
    row = coverage_table({"true": draws_off_by(off)}).splitlines()[-1].split("|")
    shares = [float(cell.split("%")[0]) for cell in row[2:7]]
    np.testing.assert_allclose(shares, [68.3, 95.4, 68.3, 68.3, 50.0], atol=1.5)


def test_every_adapted_control_is_of_a_kind():
    free = default_prior(frozenset(ASPECTS), 0.0, 0.0).free
    names = [entry.name for entry, is_free in zip(PARAMETERS, free, strict=True) if is_free]
    assert {kind_of(name) for name in names if name != "limiter.drive_db"} == set(KINDS)
