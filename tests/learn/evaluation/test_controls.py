"""Which controls count in the error of a chain, and how much."""

import numpy as np
import pytest

from metamaster.chain.parameters import INDEX, parameter
from metamaster.chain.settings import DEFAULTS
from metamaster.learn.evaluation.controls import determined, measure_of
from metamaster.learn.evaluation.heard import Heard
from metamaster.learn.evaluation.trial import Trial

from .conftest import CHAIN, ENGINEERS_DIFFER


@pytest.fixture(scope="module")
def heard(trial: Trial) -> Heard:
    return Heard(trial)


@pytest.fixture(scope="module")
def told(heard: Heard) -> dict[str, bool]:
    found = determined(heard, np.array(CHAIN.values, np.float32), ENGINEERS_DIFFER)
    return {name: bool(found[at]) for name, at in INDEX.items()}


def test_gains_and_widths_are_told_by_the_sound(told: dict[str, bool]):
    assert told["eq.mid.high_shelf.gain_db"] and told["eq.mid.bell_1.gain_db"] and told["image.mid_width_db"]


@pytest.mark.parametrize(
    "name",
    ["eq.mid.bell_1.freq_hz", "eq.mid.bell_1.q", "multiband.low_crossover_hz", "saturation.drive_db"],
)
def test_what_moves_nothing_that_is_heard_does_not_count(told: dict[str, bool], name: str):
    assert not told[name]


def test_nothing_that_delivery_sets_counts(told: dict[str, bool]):
    assert not any(counts for name, counts in told.items() if name.startswith(("trim", "limiter")))


def test_what_all_engineers_set_alike_does_not_count(heard: Heard):
    alike = ENGINEERS_DIFFER.copy()
    alike[INDEX["image.mid_width_db"]] = 0.0
    assert not determined(heard, np.array(CHAIN.values, np.float32), alike)[INDEX["image.mid_width_db"]]


def test_the_error_is_in_deviations_of_engineers(heard: Heard, told: dict[str, bool]):
    error = measure_of(heard, ENGINEERS_DIFFER)
    name = "eq.mid.high_shelf.gain_db"
    entry = parameter(name)
    a_deviation_off = CHAIN.replace({name: CHAIN[name] - 0.1 * (entry.high - entry.low)})
    assert error(CHAIN) == pytest.approx(0.0, abs=1e-5)
    assert error(a_deviation_off) == pytest.approx(1.0 / np.sqrt(sum(told.values())), rel=1e-4)


def test_a_control_that_nobody_hears_costs_nothing(heard: Heard):
    error = measure_of(heard, ENGINEERS_DIFFER)
    assert error(CHAIN.replace({"eq.mid.bell_1.q": 2.0, "limiter.drive_db": 6.0})) == error(CHAIN)


def test_sound_that_no_chain_made_has_no_such_error(heard: Heard):
    assert np.isnan(measure_of(heard, ENGINEERS_DIFFER)(None))
    assert np.isnan(measure_of(heard, None)(DEFAULTS))
