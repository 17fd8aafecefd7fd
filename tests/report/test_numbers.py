import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metamaster.report.numbers import clock, decimal, hertz, length, signed, two_digits


@pytest.mark.parametrize(
    ("value", "text"),
    [(-1.04, "−1.0"), (2.06, "2.1"), (-0.04, "0.0"), (0.0, "0.0"), (-math.inf, "n/a"), (math.nan, "n/a")],
)
def test_a_number_is_rounded_and_has_a_true_minus(value: float, text: str) -> None:
    assert decimal(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.042, "0.042"), (0.0996, "0.10"), (3.14, "3.1"), (9.96, "10"), (118.0, "120"), (1134.0, "1100"), (0.0, "0")],
)
def test_a_size_has_two_digits_and_no_exponent(value: float, text: str) -> None:
    assert two_digits(value) == text


@pytest.mark.parametrize(("value", "text"), [(2.1, "+2.1"), (-2.1, "−2.1"), (0.04, "0.0"), (-0.04, "0.0")])
def test_a_change_has_its_sign_unless_it_rounds_to_nothing(value: float, text: str) -> None:
    assert signed(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(110.0, "110 Hz"), (31.5, "31.5 Hz"), (999.7, "1 kHz"), (4000.0, "4 kHz"), (2437.0, "2.44 kHz")]
)
def test_a_frequency_has_three_digits_and_the_unit_that_suits(value: float, text: str) -> None:
    assert hertz(value) == text


@pytest.mark.parametrize(("seconds", "text"), [(5.0, "0:05"), (59.7, "1:00"), (185.0, "3:05"), (3723.0, "1:02:03")])
def test_a_time_reads_as_on_a_clock(seconds: float, text: str) -> None:
    assert clock(seconds) == text


@pytest.mark.parametrize(("seconds", "text"), [(8.25, "8.2 s"), (185.0, "3:05 min")])
def test_a_length_is_in_seconds_while_it_is_short(seconds: float, text: str) -> None:
    assert length(seconds) == text


@given(st.floats(-1e6, 1e6))
def test_what_is_written_can_be_read_back(value: float) -> None:
    assert float(decimal(value, 2).replace("−", "-")) == pytest.approx(value, abs=0.005001)
