"""The three forms of a value."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.errors import OutOfRange, WrongType
from bridge.session.controls import CHAIN_CONTROLS, CONTROLS, LONGEST_TEXT, Control
from bridge.session.scale import checked, from_norm, from_text, to_norm, to_text
from metamaster.chain.parameters import PARAMETERS

NUMBERS = [control for control in CONTROLS.values() if control.kind != "text"]
GAIN, RATIO = CONTROLS["eq.mid.bell_1.gain_db"], CONTROLS["multiband.low.ratio"]
BYPASS, AB, GENRE = CONTROLS["bypass"], CONTROLS["ab"], CONTROLS["genre"]
BITS = CONTROLS["delivery.bits"]


def test_the_chains_controls_are_those_of_its_table():
    found = [(one.name, one.unit, one.low, one.high, one.scale, one.default) for one in CHAIN_CONTROLS]
    assert found == [(one.name, one.unit, one.low, one.high, one.scale, one.default) for one in PARAMETERS]


@pytest.mark.parametrize("control", NUMBERS, ids=lambda control: control.name)
@given(norm=st.floats(0.0, 1.0))
def test_a_position_comes_back_as_it_was(control: Control, norm: float):
    value = from_norm(control, norm)
    assert isinstance(value, float) and control.low <= value <= control.high
    room = 1e-5 if control.kind == "number" else 0.5 / control.high
    assert to_norm(control, value) == pytest.approx(norm, abs=room)


@pytest.mark.parametrize("control", CONTROLS.values(), ids=lambda control: control.name)
def test_the_default_comes_back_from_every_form(control: Control):
    assert checked(control, control.default) == control.default
    assert from_text(control, to_text(control, control.default)) == control.default
    if control.kind != "text":
        assert from_norm(control, to_norm(control, control.default)) == pytest.approx(control.default)


@pytest.mark.parametrize("control", NUMBERS, ids=lambda control: control.name)
def test_the_ends_of_a_range_are_the_ends_of_the_way(control: Control):
    assert (from_norm(control, 0.0), from_norm(control, 1.0)) == (control.low, control.high)


def test_a_log_control_moves_in_equal_ratios():
    assert from_norm(RATIO, 0.5) == pytest.approx(math.sqrt(6.0))


def test_what_came_in_32_bits_is_what_was_meant():
    assert checked(GAIN, 0.10000000149011612) == 0.1


@pytest.mark.parametrize("value", [9.01, -100, math.nan, math.inf, -math.inf, pytest.param(10**400, id="huge")])
def test_what_is_out_of_range_is_refused(value: float):
    with pytest.raises(OutOfRange, match="from -9 to 9 dB"):
        checked(GAIN, value)


@pytest.mark.parametrize("value", [None, True, b"1", [1.0], "loud"])
def test_what_is_no_number_is_refused(value: object):
    with pytest.raises(WrongType):
        checked(GAIN, value)


@pytest.mark.parametrize("norm", [-0.01, 1.01, math.nan])
def test_a_position_lies_between_0_and_1(norm: float):
    with pytest.raises(OutOfRange):
        from_norm(GAIN, norm)


@pytest.mark.parametrize(
    ("control", "text", "value"),
    [
        (GAIN, "2.5", 2.5),
        (GAIN, " -2.5 dB ", -2.5),
        (GAIN, "1e0dB", 1.0),
        (RATIO, "2:1", 2.0),
        (BYPASS, "ON", 1.0),
        (BYPASS, "0", 0.0),
        (AB, "B", 1.0),
        (AB, "1", 1.0),
        (BITS, "0", 0.0),
        (BITS, "16", 0.0),
        (GENRE, "Dub", "Dub"),
    ],
)
def test_people_write_values_as_they_like(control: Control, text: str, value: Any):
    assert from_text(control, text) == value


@pytest.mark.parametrize(
    ("control", "text"),
    [(GAIN, "2 Hz"), (GAIN, ""), (GAIN, "nan"), (BYPASS, "maybe"), (AB, "C"), (AB, "2"), (GENRE, "a\nb")],
)
def test_text_that_means_nothing_is_refused(control: Control, text: str):
    with pytest.raises(WrongType):
        from_text(control, text)


@pytest.mark.parametrize(("control", "value"), [(BYPASS, 0.5), (AB, 2), (AB, -1)])
def test_toggles_and_choices_have_nothing_in_between(control: Control, value: float):
    with pytest.raises(OutOfRange):
        checked(control, value)


def test_toggles_may_be_true_or_false():
    assert checked(BYPASS, True) == 1.0


def test_text_has_no_position():
    with pytest.raises(WrongType):
        to_norm(GENRE, "Dub")
    with pytest.raises(WrongType):
        from_norm(GENRE, 0.5)


def test_text_is_not_endless():
    with pytest.raises(WrongType):
        checked(GENRE, "x" * (LONGEST_TEXT + 1))
