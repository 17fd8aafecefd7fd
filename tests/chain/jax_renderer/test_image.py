"""Stereo image: the side alone is shaped, by as much as the controls say."""

from collections.abc import Callable

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metamaster.chain.jax_renderer.chain import values_from
from metamaster.chain.jax_renderer.image import set_image
from tests.chain.derivatives import (
    a_direction,
    all_finite,
    doubles,
    first_derivative_error,
    second_derivative_error,
)
from tests.chain.signals import SAMPLE_RATE, impulse, neutral, noise, random_chain, spectrum_db

SAMPLES = 16384
SHORT = 2048
widths = st.floats(-18.0, 9.0)
compiles = settings(deadline=None, max_examples=20)


def stage(audio: jax.Array, values: dict[str, jax.Array]) -> jax.Array:
    return set_image(audio, SAMPLE_RATE, values)


compiled = jax.jit(stage)


def only_image(values: dict[str, float]) -> dict[str, float]:
    return {name: value for name, value in values.items() if name.startswith("image.")}


def imaged(audio: np.ndarray, values: dict[str, float]) -> np.ndarray:
    return np.asarray(compiled(audio, values_from(only_image(values))))


def side_level_db(freq_hz: float, **changes: float) -> float:
    """The level that a tone of that frequency has on the side, from full scale."""
    return float(spectrum_db(imaged(impulse(SAMPLES), neutral(**changes)))[1, round(freq_hz * SAMPLES / SAMPLE_RATE)])


@compiles
@given(widths, widths, widths)
def test_the_mid_is_left_as_it_is(low_db: float, mid_db: float, high_db: float):
    audio = noise(SAMPLES)
    widths = neutral(image__low_width_db=low_db, image__mid_width_db=mid_db, image__high_width_db=high_db)
    np.testing.assert_array_equal(imaged(audio, widths)[0], audio[0])


@compiles
@given(st.floats(-9.0, 9.0), st.floats(-9.0, 9.0), st.floats(-9.0, 9.0))
def test_each_range_of_the_side_gets_its_width(low_db: float, mid_db: float, high_db: float):
    widths = dict(image__low_width_db=low_db, image__mid_width_db=mid_db, image__high_width_db=high_db)
    for freq_hz, expected_db in ((50.0, low_db), (1000.0, mid_db), (18000.0, high_db)):
        assert side_level_db(freq_hz, **widths) == pytest.approx(expected_db, abs=0.5)


def test_without_widths_the_side_stays_at_its_level_above_its_corner():
    response = spectrum_db(imaged(impulse(SAMPLES), neutral()))[1]
    above = np.fft.rfftfreq(SAMPLES, 1 / SAMPLE_RATE) > 100.0
    np.testing.assert_allclose(response[above], 0.0, atol=0.1)


@pytest.mark.parametrize("corner_hz", [150.0, 300.0])
def test_the_side_is_six_decibels_down_at_the_mono_corner_and_falls_by_twelve_an_octave(corner_hz: float):
    at, below, further = (side_level_db(corner_hz / part, image__mono_below_hz=corner_hz) for part in (1, 4, 8))
    assert at == pytest.approx(-6.0, abs=0.2)
    assert below - further == pytest.approx(12.0, abs=1.0)


def point_and_direction() -> tuple[tuple, tuple]:
    values = only_image(random_chain(0))
    return (noise(SHORT), values), (noise(SHORT, seed=1), a_direction(values))


@pytest.mark.parametrize("error", [first_derivative_error, second_derivative_error])
def test_derivatives_are_slopes(error: Callable[..., float]):
    with jax.enable_x64(True):
        assert error(stage, *map(doubles, point_and_direction())) < 1e-5


@pytest.mark.parametrize("level", [0.0, 1.0])
def test_derivatives_are_finite_from_silence_to_full_scale(level: float):
    gradient = jax.jit(jax.grad(lambda *point: jnp.mean(stage(*point) ** 2), argnums=(0, 1)))
    assert all_finite(gradient(jnp.asarray(noise(SHORT, level)), values_from(only_image(random_chain(0)))))
