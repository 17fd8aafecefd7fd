"""Saturation: clean for quiet sound, bounded for loud, odd, and smooth."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metamaster.chain.jax_renderer.chain import values_from
from metamaster.chain.jax_renderer.saturation import saturate
from tests.chain.derivatives import all_finite, doubles, first_derivative_error, second_derivative_error
from tests.chain.signals import noise, swelling

drives = st.floats(0.0, 18.0, width=32)
blends = st.floats(0.0, 1.0, width=32)
compiles = settings(deadline=None, max_examples=30)
compiled = jax.jit(saturate)


def saturated(audio: np.ndarray, drive_db: float, blend: float) -> np.ndarray:
    return np.asarray(compiled(audio, values_from({"saturation.drive_db": drive_db, "saturation.blend": blend})))


@compiles
@given(drives)
def test_without_blend_it_is_the_clean_sound(drive_db: float):
    audio = noise(500)
    np.testing.assert_array_equal(saturated(audio, drive_db, 0.0), audio)


@compiles
@given(drives, blends)
def test_quiet_sound_keeps_its_level(drive_db: float, blend: float):
    audio = noise(500, 1e-5)
    np.testing.assert_allclose(saturated(audio, drive_db, blend), audio, rtol=1e-5)


@compiles
@given(drives, blends)
def test_it_never_makes_louder(drive_db: float, blend: float):
    audio = noise(500, 1.0)
    assert np.all(np.abs(saturated(audio, drive_db, blend)) <= np.abs(audio) * (1 + 1e-6))


@compiles
@given(drives, blends)
def test_it_treats_both_polarities_alike(drive_db: float, blend: float):
    audio = noise(500, 0.5)
    np.testing.assert_array_equal(saturated(-audio, drive_db, blend), -saturated(audio, drive_db, blend))


def test_full_blend_never_passes_the_inverse_of_the_drive():
    assert np.abs(saturated(noise(500, 10.0), 12.0, 1.0)).max() <= 10 ** (-12 / 20) * (1 + 1e-6)


@pytest.mark.parametrize("error", [first_derivative_error, second_derivative_error])
def test_derivatives_are_slopes(error):
    with jax.enable_x64(True):
        values, along = ({"saturation.drive_db": d, "saturation.blend": b} for d, b in ((9.0, 0.6), (1.0, -0.1)))
        point, direction = doubles((swelling(500), values)), doubles((noise(500, seed=1), along))
        assert error(saturate, point, direction) < 1e-6


@pytest.mark.parametrize("level", [0.0, 1.0, 1e4])
def test_derivatives_are_finite_from_silence_to_excess(level: float):
    values = values_from({"saturation.drive_db": 18.0, "saturation.blend": 1.0})
    gradient = jax.grad(lambda *arguments: jnp.sum(saturate(*arguments) ** 2), argnums=(0, 1))
    assert all_finite(gradient(jnp.asarray(noise(500, level)), values))
