import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metamaster.report.charts.axes import Axis, around, symmetric, ticks, time_ticks

LEVELS = st.floats(-90.0, 90.0, allow_subnormal=False)


@given(st.floats(-60.0, 0.0), st.floats(1.0, 60.0), st.integers(3, 12))
def test_ticks_are_few_and_on_the_scale(low: float, span: float, most: int) -> None:
    found = ticks(low, low + span, most)
    assert len(found) <= most
    assert all(low - 1e-6 <= tick <= low + span + 1e-6 for tick in found)


@pytest.mark.parametrize("seconds", [3.0, 30.0, 215.0, 3600.0, 20000.0])
def test_time_has_between_two_and_twelve_marks(seconds: float) -> None:
    assert 2 <= len(time_ticks(seconds, 12)) <= 12


@given(st.lists(LEVELS, min_size=1))
def test_a_range_holds_all_values_and_ends_on_its_step(values: list[float]) -> None:
    low, high = around([np.array(values)], 3.0, 12.0)
    assert low <= min(values)
    assert max(values) <= high
    assert high - low >= 12.0
    assert high % 3.0 == 0.0


def test_a_range_leaves_out_what_is_not_finite() -> None:
    assert around([np.array([-np.inf, np.nan, -4.0])], 3.0, 6.0) == (-9.0, -3.0)


def test_a_range_of_nothing_is_the_least_there_is() -> None:
    assert around([np.array([np.nan])], 3.0, 6.0) == (-6.0, 0.0)


@given(st.lists(LEVELS, min_size=1))
def test_a_symmetric_range_reaches_the_furthest_value(values: list[float]) -> None:
    assert symmetric([np.array(values)], 2.0, 4.0) >= max(abs(value) for value in values)


def test_values_outside_an_axis_stop_at_its_ends() -> None:
    axis = Axis(0.0, 10.0, 100.0, 0.0)
    assert axis(np.array([-np.inf, -5.0, 5.0, 50.0])).tolist() == [100.0, 100.0, 50.0, 0.0]


def test_a_logarithmic_axis_moves_in_equal_ratios() -> None:
    axis = Axis(10.0, 1000.0, 0.0, 2.0, log=True)
    assert axis(np.array([10.0, 100.0, 1000.0])) == pytest.approx([0.0, 1.0, 2.0])
