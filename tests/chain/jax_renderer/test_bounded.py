"""The map between an optimiser's coordinates and physical values."""

import jax.numpy as jnp
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from metamaster.chain.jax_renderer.bounded import coordinates_of, physical, position_of, value_at
from metamaster.chain.parameters import PARAMETERS

LOW = np.array([entry.low for entry in PARAMETERS])
HIGH = np.array([entry.high for entry in PARAMETERS])
LOG = np.array([entry.scale == "log" for entry in PARAMETERS])
FLOAT32_ROUNDING = 2e-6

compiles = settings(deadline=None)

shares = st.lists(st.floats(0.002, 0.998), min_size=len(PARAMETERS), max_size=len(PARAMETERS)).map(np.array)
anywhere = st.lists(
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    min_size=len(PARAMETERS),
    max_size=len(PARAMETERS),
)


def values_at(share: np.ndarray) -> np.ndarray:
    """The values at some share of the way through each range, by the scale of the table."""
    low, high = np.where(LOG, LOW, 1.0), np.where(LOG, HIGH, 1.0)
    return np.where(LOG, low * (high / low) ** share, LOW + (HIGH - LOW) * share)


def rounding(values: np.ndarray) -> np.ndarray:
    """What float32 may change: in proportion to a value on a log scale, to its range on a linear one."""
    return FLOAT32_ROUNDING * np.where(LOG, values, np.maximum(np.abs(LOW), np.abs(HIGH)))


@compiles
@given(shares)
def test_values_inside_their_range_come_back(share: np.ndarray):
    values = values_at(share)
    back = np.asarray(physical(coordinates_of(jnp.asarray(values, jnp.float32))))
    assert np.all(np.abs(back - values) <= rounding(values))


@compiles
@given(anywhere)
def test_no_coordinate_leaves_the_range(coordinates: list[float]):
    values = np.asarray(physical(jnp.asarray(coordinates, jnp.float32)), np.float64)
    assert np.all(values >= LOW - rounding(LOW))
    assert np.all(values <= HIGH + rounding(HIGH))


@compiles
@given(shares)
def test_a_higher_coordinate_is_a_higher_value(share: np.ndarray):
    coordinates = coordinates_of(jnp.asarray(values_at(share), jnp.float32))
    assert np.all(np.asarray(physical(coordinates + 0.01)) > np.asarray(physical(coordinates)))


def test_the_middle_of_the_line_is_the_middle_of_each_range():
    middle = values_at(np.full(len(PARAMETERS), 0.5))
    assert np.all(np.abs(np.asarray(physical(jnp.zeros(len(PARAMETERS)))) - middle) <= rounding(middle))


def test_the_ends_of_a_range_have_finite_coordinates():
    for ends in (LOW, HIGH):
        assert np.all(np.isfinite(np.asarray(coordinates_of(jnp.asarray(ends, jnp.float32)))))


@given(shares)
def test_a_position_is_a_share_of_the_range_by_the_scale_of_the_control(share: np.ndarray):
    assert np.allclose(position_of(values_at(share)), share, atol=1e-6)
    assert np.allclose(value_at(share), values_at(share), rtol=1e-6, atol=1e-5)
