"""Frequency responses are those of the filters that sound."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jax import lax

from metamaster.chain.jax_renderer.cascade import slots_response
from metamaster.chain.jax_renderer.response import Parts, crossover, frequency_grid, three_bands
from metamaster.chain.layout import SHELF_Q, FilterKind, FilterSlot
from metamaster.chain.pedalboard_renderer.crossover import ThreeBands
from metamaster.chain.pedalboard_renderer.filters import pedalboard_filter
from tests.chain.derivatives import all_finite

KINDS: tuple[FilterKind, ...] = ("low_shelf", "peak", "high_shelf", "high_pass")
LENGTH = 65536
by_kind = pytest.mark.parametrize("kind", KINDS)
by_rate = pytest.mark.parametrize("sample_rate", [8000, 44100, 96000])
compiles = settings(deadline=None, max_examples=25)
low_corners, high_corners = st.floats(60.0, 400.0), st.floats(1000.0, 8000.0)


def frequencies(sample_rate: int) -> jax.Array:
    return jnp.asarray(np.fft.rfftfreq(LENGTH, 1.0 / sample_rate), jnp.float32)


def filter_response(kind: FilterKind, sample_rate: int, freq_hz: float, gain_db: float, q: float) -> np.ndarray:
    values = {"x.freq_hz": freq_hz, "x.gain_db": gain_db, "x.q": q}
    values = {name: jnp.float32(value) for name, value in values.items()}
    grid = frequency_grid(frequencies(sample_rate), sample_rate)
    return np.asarray(slots_response((FilterSlot(kind, "x"),), grid, values))


@jax.jit
def bands_at_44100(low_hz: jax.Array, high_hz: jax.Array) -> list[jax.Array]:
    return [lax.complex(*band) for band in three_bands(frequency_grid(frequencies(44100), 44100), low_hz, high_hz)]


def complex_of(parts: Parts) -> np.ndarray:
    return np.asarray(lax.complex(*parts))


@by_kind
@by_rate
def test_a_filters_response_is_the_transform_of_its_impulse(kind: FilterKind, sample_rate: int):
    impulse = np.eye(1, LENGTH, dtype=np.float32)
    rng = np.random.default_rng(0)
    # Below, what sounds differs from any exact response: its coefficients are float32.
    lowest_hz = sample_rate / 200.0
    for freq_hz in np.geomspace(lowest_hz, 400.0 if kind == "high_pass" else 16000.0, 8):
        given = float(freq_hz), float(rng.uniform(-12, 12)), float(rng.uniform(0.3, 4.0)) if kind == "peak" else SHELF_Q
        sounding = pedalboard_filter(kind, *given).process(impulse, sample_rate, LENGTH, reset=False)[0]
        expected = np.fft.rfft(sounding.astype(np.float64))
        np.testing.assert_allclose(filter_response(kind, sample_rate, *given), expected, rtol=0.0025, atol=1e-4)


@by_rate
def test_the_bands_responses_are_the_transforms_of_their_impulses(sample_rate: int):
    crossovers = (160.0, 2800.0)
    sounding = ThreeBands(*crossovers, sample_rate).process(np.eye(1, LENGTH)[0])
    grid = frequency_grid(frequencies(sample_rate), sample_rate)
    for got, band in zip(three_bands(grid, *map(jnp.float32, crossovers)), sounding, strict=True):
        np.testing.assert_allclose(complex_of(got), np.fft.rfft(band), atol=2e-5)


@compiles
@given(low_corners, high_corners)
def test_three_bands_sum_to_one(low_hz: float, high_hz: float):
    np.testing.assert_allclose(sum(bands_at_44100(jnp.float32(low_hz), jnp.float32(high_hz))), 1.0, atol=1e-6)


@compiles
@given(low_corners)
def test_both_bands_of_a_crossover_are_three_decibels_down_at_its_corner(freq_hz: float):
    split = crossover(frequency_grid(jnp.float32([freq_hz]), 44100), jnp.float32(freq_hz))
    for part in split:
        np.testing.assert_allclose(np.abs(complex_of(part)), np.sqrt(0.5), rtol=1e-5)


def test_a_crossover_falls_by_6_db_an_octave():
    split = crossover(frequency_grid(jnp.float32([800.0, 1600.0, 6.25, 12.5]), 44100), jnp.float32(100.0))
    low, high = (20.0 * np.log10(np.abs(complex_of(part))) for part in split)
    assert low[0] - low[1] == pytest.approx(6.0, abs=0.1)
    assert high[3] - high[2] == pytest.approx(6.0, abs=0.1)


@by_kind
def test_derivatives_are_finite_from_dc_to_nyquist(kind: FilterKind):
    grid = frequency_grid(frequencies(44100)[:: LENGTH // 64], 44100)

    @jax.jit
    @jax.grad
    def gradient(values: dict[str, jax.Array]) -> jax.Array:
        return jnp.sum(jnp.abs(slots_response((FilterSlot(kind, "x"),), grid, values)) ** 2)

    for freq_hz, gain_db in ((10.0, -12.0), (400.0, 0.0), (16000.0, 12.0)):
        values = {"x.freq_hz": jnp.float32(freq_hz), "x.gain_db": jnp.float32(gain_db), "x.q": jnp.float32(0.8)}
        assert all_finite(jax.jvp(gradient, (values,), (jax.tree.map(jnp.ones_like, values),)))


@by_kind
def test_a_corner_beyond_half_the_sample_rate_is_one_just_below_it(kind: FilterKind):
    beyond, below = (filter_response(kind, 8000, freq_hz, 6.0, SHELF_Q) for freq_hz in (16000.0, 3900.0))
    np.testing.assert_array_equal(beyond, below)
