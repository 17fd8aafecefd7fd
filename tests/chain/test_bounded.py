"""The map between an optimiser's coordinates and physical values."""

import jax.numpy as jnp
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from metamaster.chain.jax_renderer.bounded import coordinates_of, physical
from metamaster.chain.parameters import PARAMETERS

LOW = np.array([entry.low for entry in PARAMETERS])
HIGH = np.array([entry.high for entry in PARAMETERS])
FLOAT32_ROUNDING = 4e-6

compiles = settings(deadline=None)

shares = st.lists(st.floats(0.002, 0.998), min_size=len(PARAMETERS), max_size=len(PARAMETERS)).map(np.array)
anywhere = st.lists(
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    min_size=len(PARAMETERS),
    max_size=len(PARAMETERS),
)


def values_at(share: np.ndarray) -> np.ndarray:
    """The values at some share of the way through each range, by the scale of the table."""
    log = np.array([entry.scale == "log" for entry in PARAMETERS])
    geometric = np.where(log, LOW, 1.0) * np.where(log, HIGH / np.where(log, LOW, 1.0), 1.0) ** share
    return np.where(log, geometric, LOW + (HIGH - LOW) * share)


@compiles
@given(shares)
def test_values_inside_their_range_come_back(share: np.ndarray):
    values = values_at(share)
    back = np.asarray(physical(coordinates_of(jnp.asarray(values, jnp.float32))))
    np.testing.assert_allclose(back, values, atol=float(FLOAT32_ROUNDING), rtol=FLOAT32_ROUNDING * 4)


@compiles
@given(anywhere)
def test_no_coordinate_leaves_the_range(coordinates: list[float]):
    values = np.asarray(physical(jnp.asarray(coordinates, jnp.float32)), np.float64)
    slack = FLOAT32_ROUNDING * np.maximum(np.abs(LOW), np.abs(HIGH))
    assert np.all(values >= LOW - slack)
    assert np.all(values <= HIGH + slack)


@compiles
@given(shares)
def test_a_higher_coordinate_is_a_higher_value(share: np.ndarray):
    coordinates = coordinates_of(jnp.asarray(values_at(share), jnp.float32))
    assert np.all(np.asarray(physical(coordinates + 0.01)) > np.asarray(physical(coordinates)))


def test_the_middle_of_the_line_is_the_middle_of_each_range():
    middle = values_at(np.full(len(PARAMETERS), 0.5))
    np.testing.assert_allclose(np.asarray(physical(jnp.zeros(len(PARAMETERS)))), middle, rtol=1e-5, atol=1e-6)


def test_the_ends_of_a_range_have_finite_coordinates():
    for ends in (LOW, HIGH):
        assert np.all(np.isfinite(np.asarray(coordinates_of(jnp.asarray(ends, jnp.float32)))))
