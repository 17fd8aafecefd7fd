"""Settings of the chain: a value for every parameter, each in its range."""

import math

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from metamaster.chain.parameters import PARAMETERS
from metamaster.chain.settings import DEFAULTS, Settings, clamped, settings_from
from metamaster.errors import DamagedSettings
from tests.chain.settings_examples import any_values

untimed = hypothesis_settings(deadline=None)


def test_what_is_not_named_stays_at_its_default():
    changed = settings_from({"trim.gain_db": 3.0})
    assert changed["trim.gain_db"] == 3.0
    assert changed.replace({"trim.gain_db": 0.0}) == DEFAULTS


@untimed
@given(any_values)
def test_settings_come_back_from_their_names_and_values(values: tuple[float, ...]):
    settings = Settings(values)
    assert settings_from(settings.as_dict()) == settings


def test_names_are_in_the_order_of_the_table():
    assert list(DEFAULTS.as_dict()) == [entry.name for entry in PARAMETERS]


def test_an_unknown_name_is_answered_with_the_nearest():
    with pytest.raises(
        DamagedSettings, match=r"no parameter 'eq.mid.bell_1.gain': did you mean 'eq.mid.bell_1.gain_db'"
    ):
        settings_from({"eq.mid.bell_1.gain": 1.0})


@pytest.mark.parametrize("value", [41.0, -40.1, math.nan, math.inf])
def test_a_bad_value_is_answered_with_the_range(value: float):
    with pytest.raises(DamagedSettings, match=r"trim.gain_db is .* but must be a number from -40 to 40 dB"):
        DEFAULTS.replace({"trim.gain_db": value})


@untimed
@given(st.tuples(*(st.floats(-1e6, 1e6) for _ in PARAMETERS)))
def test_clamped_settings_are_in_range(values: tuple[float, ...]):
    settings = clamped(values)
    assert settings_from(settings.as_dict()) == settings
