"""The envelope follower: its shape, and a derivative rule of our own that must be right in every mode."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from metamaster.chain.follower import pole_of
from metamaster.chain.jax_renderer.envelope import envelope
from tests.chain.derivatives import (
    all_finite,
    first_derivative_error,
    forward_against_reverse,
    second_derivative_error,
)

RISE, FALL = 0.9, 0.99
ARGUMENTS = ("level", "rise", "fall")

compiled = jax.jit(envelope)
levels = arrays(np.float32, (300, 2), elements=st.floats(0.0, 4.0, width=32))
compiles = settings(deadline=None, max_examples=30)


def followed(level: np.ndarray) -> np.ndarray:
    return np.asarray(compiled(jnp.asarray(level), jnp.float32([RISE] * 2), jnp.float32([FALL] * 2)))


def point_and_direction() -> tuple[tuple, tuple]:
    """Rectified noise that comes and goes, and poles; to be called under double precision."""
    rng = np.random.default_rng(1)
    level = np.abs(rng.standard_normal((2000, 2))) * np.sin(np.linspace(1, 6, 2000))[:, None] ** 2
    point = jnp.asarray(level), jnp.asarray([0.5, 0.9]), jnp.asarray([0.99, 0.95])
    along = jnp.asarray(rng.standard_normal((2000, 2))), jnp.asarray([0.01, -0.02]), jnp.asarray([-0.002, 0.01])
    return point, along


def test_a_step_is_approached_with_the_pole_of_rising():
    n = np.arange(300)[:, None]
    np.testing.assert_allclose(followed(np.ones((300, 2), np.float32)), np.tile(1 - RISE ** (n + 1), 2), atol=1e-5)


def test_silence_is_approached_with_the_pole_of_falling():
    level = np.ones((300, 2), np.float32)
    level[150:] = 0.0
    out = followed(level)
    np.testing.assert_allclose(out[150:, 0], out[149, 0] * FALL ** np.arange(1, 151), atol=1e-5)


@compiles
@given(levels)
def test_it_stays_between_zero_and_the_highest_level_so_far(level: np.ndarray):
    out = followed(level)
    assert out.min() >= 0.0
    assert np.all(out <= np.maximum.accumulate(level) * 1.000001)


@compiles
@given(levels, st.floats(0.0, 1.0, width=32))
def test_more_level_is_never_less_envelope(level: np.ndarray, more: float):
    assert np.all(followed(level + np.float32(more)) >= followed(level) - 1e-6)


@compiles
@given(levels)
def test_columns_do_not_hear_each_other(level: np.ndarray):
    np.testing.assert_array_equal(followed(level[:, ::-1].copy()), followed(level)[:, ::-1])


@pytest.mark.parametrize("time_ms", [0.5, 10.0, 1000.0])
def test_the_pole_of_a_time_constant_falls_to_one_over_e_in_that_time(time_ms: float):
    pole = float(pole_of(jnp.float32(time_ms), 44100))
    one_bit = 2.0**-24 * time_ms * 44.1  # near 1 a pole in float32 is only so fine
    assert pole ** (time_ms * 44.1) == pytest.approx(np.exp(-1), rel=one_bit + 1e-6)


@pytest.mark.parametrize("argument", range(3), ids=ARGUMENTS)
def test_the_derivative_is_the_slope(argument: int):
    with jax.enable_x64(True):
        point, along = point_and_direction()
        along = tuple(a if i == argument else jnp.zeros_like(a) for i, a in enumerate(along))
        assert first_derivative_error(envelope, point, along) < 1e-6


def test_forward_and_reverse_derivatives_agree():
    with jax.enable_x64(True):
        forward, reverse = forward_against_reverse(envelope, *point_and_direction())
    assert forward == pytest.approx(reverse, rel=1e-12)


def test_the_hessian_vector_product_is_the_slope_of_the_gradient():
    with jax.enable_x64(True):
        assert second_derivative_error(envelope, *point_and_direction(), distance=1e-7) < 1e-5


@pytest.mark.parametrize("level", [0.0, 1e-38, 1.0, 1e4])
def test_first_and_second_derivatives_are_finite_from_silence_to_excess(level: float):
    point = jnp.full((300, 2), level, jnp.float32), jnp.float32([RISE] * 2), jnp.float32([FALL] * 2)
    gradient = jax.grad(lambda *arguments: jnp.sum(envelope(*arguments) ** 2), argnums=(0, 1, 2))
    assert all_finite(jax.jvp(gradient, point, jax.tree.map(jnp.ones_like, point)))
