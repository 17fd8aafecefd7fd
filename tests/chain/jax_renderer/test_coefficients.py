"""Coefficients are those that Pedalboard computes, to the last bit."""

import jax
import numpy as np
import pytest
from scipy.signal import sosfilt

from metamaster.chain.jax_renderer.coefficients import biquad_coefficients
from metamaster.chain.layout import SHELF_Q, FilterKind
from metamaster.chain.pedalboard_renderer.filters import pedalboard_filter
from tests.chain.jax_renderer import juce

KINDS: tuple[FilterKind, ...] = ("low_shelf", "peak", "high_shelf", "high_pass")
RATES = (8000, 44100, 96000)
SETTINGS = 500
IMPULSE = np.eye(1, 256, dtype=np.float32)

by_kind = pytest.mark.parametrize("kind", KINDS)
by_rate = pytest.mark.parametrize("sample_rate", RATES)


def random_settings(kind: FilterKind) -> np.ndarray:
    """Rows of frequency, gain and quality over the ranges of the table and somewhat beyond."""
    rng = np.random.default_rng(0)
    freq_hz = np.geomspace(10.0, 400.0 if kind == "high_pass" else 16000.0, SETTINGS)
    q = np.exp(rng.uniform(np.log(0.3), np.log(4.0), SETTINGS)) if kind == "peak" else np.full(SETTINGS, SHELF_Q)
    return np.stack([freq_hz, rng.uniform(-12.0, 12.0, SETTINGS), q], axis=1).astype(np.float32)


def ours(kind: FilterKind, sample_rate: int, settings: np.ndarray) -> np.ndarray:
    design = jax.jit(jax.vmap(lambda row: biquad_coefficients(kind, sample_rate, *row)))
    return np.asarray(design(settings))


def response(coefficients: np.ndarray) -> np.ndarray:
    """The float32 response to an impulse: SciPy's recursion rounds in the order of JUCE's."""
    b, a = coefficients[:3], coefficients[3:]
    return sosfilt(np.array([[*b, 1.0, *a]], np.float32), IMPULSE[0])


def pedalboard_response(kind: FilterKind, sample_rate: int, settings: np.ndarray) -> np.ndarray:
    return pedalboard_filter(kind, *map(float, settings)).process(IMPULSE, sample_rate, 256, reset=False)[0]


@by_kind
@by_rate
def test_every_operation_is_rounded_as_in_juce(kind: FilterKind, sample_rate: int):
    settings = random_settings(kind)
    expected = [juce.coefficients(kind, sample_rate, *row) for row in settings]
    np.testing.assert_array_equal(ours(kind, sample_rate, settings), expected)


@by_kind
@by_rate
def test_pedalboard_has_the_same_bits_but_for_last_bits_of_its_c_library(kind: FilterKind, sample_rate: int):
    settings = random_settings(kind)
    others = []
    for row, coefficients in zip(settings, ours(kind, sample_rate, settings), strict=True):
        theirs = pedalboard_response(kind, sample_rate, row)
        if not np.array_equal(response(coefficients), theirs):
            others.append(row)
            nearby = juce.nearby_coefficients(kind, sample_rate, *row)
            assert any(np.array_equal(response(other), theirs) for other in nearby), row
    assert len(others) <= 0.02 * SETTINGS


@pytest.mark.parametrize("kind", ["low_shelf", "peak", "high_shelf"])
@pytest.mark.parametrize("freq_hz", [1.0, 3899.0, 3901.0, 16000.0])
def test_corners_beyond_pedalboards_limits_end_where_its_end(kind: FilterKind, freq_hz: float):
    row = np.array([freq_hz, 6.0, SHELF_Q], np.float32)
    np.testing.assert_array_equal(response(ours(kind, 8000, row[None])[0]), pedalboard_response(kind, 8000, row))
