"""Filters in series: the float32 recursion for its sound, the exact response for its derivatives."""

from collections.abc import Callable

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy.signal import sosfilt

from benchmarks.parity import null_db
from metamaster.chain.jax_renderer.cascade import filter_mid_side, filter_mid_side_spectrally
from metamaster.chain.jax_renderer.chain import values_from
from metamaster.chain.jax_renderer.coefficients import biquad_coefficients
from metamaster.chain.layout import EQ_MID, EQ_SIDE, SHELF_Q, Slots
from tests.chain.derivatives import (
    a_direction,
    all_finite,
    directional,
    doubles,
    first_derivative_error,
    forward_against_reverse,
    relative_error,
    second_derivative_error,
)
from tests.chain.signals import SAMPLE_RATE, noise, random_chain

SAMPLES = 4096
# Every kind of filter, and no more of them than that takes to compile.
FEW = (EQ_MID[0], EQ_MID[1], EQ_MID[-1]), EQ_SIDE[:1]

compiled = jax.jit(lambda audio, values: filter_mid_side(audio, EQ_MID, EQ_SIDE, SAMPLE_RATE, values))
spectral = jax.jit(lambda audio, values: filter_mid_side_spectrally(audio, EQ_MID, EQ_SIDE, SAMPLE_RATE, values))


def few(audio: jax.Array, values: dict[str, jax.Array]) -> jax.Array:
    return filter_mid_side(audio, *FEW, SAMPLE_RATE, values)


def few_spectrally(audio: jax.Array, values: dict[str, jax.Array]) -> jax.Array:
    return filter_mid_side_spectrally(audio, *FEW, SAMPLE_RATE, values)


def equaliser(seed: int = 0, slots: Slots = EQ_MID + EQ_SIDE) -> dict[str, float]:
    prefixes = tuple(f"{slot.prefix}." for slot in slots)
    return {name: value for name, value in random_chain(seed).items() if name.startswith(prefixes)}


def point_and_direction() -> tuple[tuple, tuple]:
    values = equaliser(slots=FEW[0] + FEW[1])
    point = jnp.asarray(noise(SAMPLES)), values_from(values)
    return point, (jnp.asarray(noise(SAMPLES, seed=1)), values_from(a_direction(values)))


@pytest.mark.parametrize("seed", range(5))
def test_it_rounds_as_a_float32_recursion_does(seed: int):
    values, audio = equaliser(seed), noise(SAMPLES)
    out = np.asarray(compiled(audio, values_from(values)))
    for row, slots in enumerate((EQ_MID, EQ_SIDE)):
        np.testing.assert_array_equal(out[row], sosfilt(sections(slots, values), audio[row]))


def sections(slots: Slots, values: dict[str, float]) -> np.ndarray:
    rows = []
    for slot in slots:
        freq_hz, gain_db, q = (
            values.get(f"{slot.prefix}.{name}", default)
            for name, default in (("freq_hz", 0.0), ("gain_db", 0.0), ("q", SHELF_Q))
        )
        b0, b1, b2, a1, a2 = biquad_coefficients(
            slot.kind, SAMPLE_RATE, jnp.float32(freq_hz), jnp.float32(gain_db), jnp.float32(q)
        )
        rows.append([b0, b1, b2, 1.0, a1, a2])
    return np.array(rows, np.float32)


@pytest.mark.parametrize("seed", range(5))
def test_the_frequency_domain_gives_the_same_sound_but_for_rounding(seed: int):
    audio, values = noise(SAMPLES), values_from(equaliser(seed))
    assert null_db(np.asarray(compiled(audio, values)), np.asarray(spectral(audio, values))) < -65.0


def test_the_sound_before_is_not_changed_by_the_sound_after():
    audio, values = noise(SAMPLES), values_from(equaliser())
    shortened = audio * (np.arange(SAMPLES) < 2000)
    np.testing.assert_array_equal(compiled(audio, values)[:, :2000], compiled(shortened, values)[:, :2000])


def test_the_derivative_is_that_of_the_exact_response():
    recursive, exact = (directional(function, *point_and_direction()) for function in (few, few_spectrally))
    assert relative_error(recursive, exact) < 1e-6


def test_forward_and_reverse_derivatives_agree():
    forward, reverse = forward_against_reverse(few, *point_and_direction())
    assert forward == pytest.approx(reverse, rel=1e-4)


@pytest.mark.parametrize("error", [first_derivative_error, second_derivative_error])
def test_derivatives_of_the_exact_response_are_slopes(error: Callable[..., float]):
    point, along = point_and_direction()
    with jax.enable_x64(True):
        assert error(few_spectrally, doubles(point), doubles(along)) < 1e-5


@pytest.mark.parametrize("level", [0.0, 1e-30, 1.0])
def test_first_and_second_derivatives_are_finite_from_silence_to_full_scale(level: float):
    (audio, values), along = point_and_direction()
    assert all_finite(gradient_along((audio * level, values), along))


@jax.jit
def gradient_along(point: tuple, along: tuple) -> tuple:
    return jax.jvp(jax.grad(lambda *p: jnp.mean(few(*p) ** 2), argnums=(0, 1)), point, along)
