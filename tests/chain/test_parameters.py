"""The table of parameters keeps its promises."""

import pytest

from metamaster.chain.layout import EQ_MID, EQ_SIDE
from metamaster.chain.parameters import INDEX, PARAMETERS, STAGES, Parameter, parameter

each = pytest.mark.parametrize("entry", PARAMETERS, ids=lambda entry: entry.name)


def test_names_are_unique():
    assert len({entry.name for entry in PARAMETERS}) == len(PARAMETERS)


def test_stages_are_in_the_order_of_the_sound():
    assert STAGES == ("trim", "eq", "multiband", "saturation", "image", "limiter")


def test_a_stage_is_in_one_piece():
    stages = [entry.stage for entry in PARAMETERS]
    assert stages == sorted(stages, key=STAGES.index)


@each
def test_the_range_is_not_empty(entry: Parameter):
    assert entry.low < entry.high


@each
def test_the_default_is_in_range(entry: Parameter):
    assert entry.low <= entry.default <= entry.high


@pytest.mark.parametrize("entry", [e for e in PARAMETERS if e.scale == "log"], ids=lambda entry: entry.name)
def test_log_ranges_are_positive(entry: Parameter):
    assert entry.low > 0.0


@pytest.mark.parametrize("entry", [e for e in PARAMETERS if e.name.endswith("_hz")], ids=lambda entry: entry.name)
def test_frequencies_stay_below_half_of_44100_hz(entry: Parameter):
    assert entry.high < 22050.0


@each
def test_the_name_says_the_unit(entry: Parameter):
    units = {"_db": ("dB", "dBTP"), "_hz": ("Hz",), "_ms": ("ms",), ".ratio": (":1",), ".q": ("",), ".blend": ("",)}
    assert [entry.unit in allowed for ending, allowed in units.items() if entry.name.endswith(ending)] == [True]


@each
def test_what_it_does_is_said(entry: Parameter):
    assert entry.about


@each
def test_it_is_found_by_its_name(entry: Parameter):
    assert parameter(entry.name) is entry
    assert PARAMETERS[INDEX[entry.name]] is entry


def test_an_unknown_name_is_a_key_error():
    with pytest.raises(KeyError):
        parameter("eq.mid.bell_9.gain_db")


@pytest.mark.parametrize("slot", [*EQ_MID, *EQ_SIDE], ids=lambda slot: slot.prefix)
def test_every_filter_of_the_equaliser_can_be_set(slot):
    assert f"{slot.prefix}.freq_hz" in INDEX
