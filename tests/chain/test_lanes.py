"""Automation as data: checked, in order, read between its points."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metamaster.chain.lanes import AUTOMATABLE, FIXED, checked_lanes, value_at
from metamaster.chain.parameters import parameter
from metamaster.errors import DamagedSettings

GAIN, FREQ = "eq.mid.bell_1.gain_db", "eq.mid.bell_1.freq_hz"


def test_lanes_come_in_the_order_of_the_table_and_points_in_that_of_time():
    found = checked_lanes({GAIN: [(2.0, 1.0), (1.0, 3.0)], "trim.gain_db": [(0.0, 0.0)]})
    assert list(found.items()) == [("trim.gain_db", ((0.0, 0.0),)), (GAIN, ((1.0, 3.0), (2.0, 1.0)))]


def test_points_at_one_time_keep_their_order():
    assert checked_lanes({GAIN: [(1.0, 5.0), (1.0, -5.0)]})[GAIN] == ((1.0, 5.0), (1.0, -5.0))


@pytest.mark.parametrize(
    ("lanes", "said"),
    [
        ({"eq.nothing": [(0.0, 0.0)]}, "no parameter 'eq.nothing'"),
        ({"limiter.ceiling_db": [(0.0, -1.0)]}, "limiter.ceiling_db cannot be automated"),
        ({GAIN: []}, f"lane of {GAIN} has no points"),
        ({GAIN: [(-1.0, 0.0)]}, "at -1 s"),
        ({GAIN: [(float("nan"), 0.0)]}, "at nan s"),
        ({GAIN: [(1.0, 9.5)]}, "from -9 to 9 dB"),
        ({GAIN: [(1.0, float("nan"))]}, "from -9 to 9 dB"),
        ({GAIN: [(1.0, 0.0)] * 100_001}, "more than 100000 points"),
    ],
)
def test_what_cannot_be_is_refused_by_name(lanes: dict, said: str):
    with pytest.raises(DamagedSettings, match=said.replace("(", r"\(")):
        checked_lanes(lanes)


def test_all_but_the_promises_of_a_master_can_be_automated():
    assert {"trim.gain_db", "limiter.drive_db"} < set(AUTOMATABLE) and not set(FIXED) & set(AUTOMATABLE)


def test_values_stand_still_outside_and_move_in_between():
    points = ((1.0, 0.0), (3.0, 8.0))
    assert [value_at(GAIN, points, at) for at in (0.0, 1.0, 1.5, 3.0, 9.0)] == [0.0, 0.0, 2.0, 8.0, 8.0]


def test_logarithmic_controls_move_in_equal_ratios():
    assert value_at(FREQ, ((0.0, 50.0), (2.0, 200.0)), 1.0) == pytest.approx(100.0)


def test_at_a_jump_the_later_value_holds():
    assert value_at(GAIN, ((1.0, 5.0), (1.0, -5.0)), 1.0) == -5.0


@given(st.sampled_from(AUTOMATABLE), st.data())
def test_no_value_lies_beyond_its_neighbours(name: str, data: st.DataObject):
    values = st.floats(parameter(name).low, parameter(name).high)
    first, last, at = data.draw(values), data.draw(values), data.draw(st.floats(0.0, 1.0))
    found = value_at(name, ((0.0, first), (1.0, last)), at)
    rounding = 1e-9 * max(abs(first), abs(last))
    assert min(first, last) - rounding <= found <= max(first, last) + rounding
