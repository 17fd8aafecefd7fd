"""The true-peak envelope and the gain made from it, used apart from the limiter."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metamaster.chain.interpolator import FUTURE, PHASES, largest_amplification, polyphase_taps
from metamaster.chain.limiter_design import STEP, spline_weights, threshold_db
from metamaster.chain.pedalboard_renderer.gain_reduction import GainReduction, linear
from metamaster.chain.pedalboard_renderer.limiter import Limiter, apply_gain
from metamaster.chain.pedalboard_renderer.true_peak_envelope import TruePeakEnvelope
from metamaster.chain.sliding import doubling_shifts, moving_sum
from metamaster.measure.true_peak import true_peak_db

SAMPLE_RATE = 44100


def noise(samples: int, level: float = 0.3, seed: int = 0) -> np.ndarray:
    return (level * np.random.default_rng(seed).standard_normal((2, samples))).astype(np.float32)


def frequency_response(hz: float) -> np.ndarray:
    """Of each phase, relative to the exact delay; ``hz`` as a part of the sample rate."""
    distance = np.arange(1 - FUTURE, FUTURE + 1) - np.arange(PHASES)[:, None] / PHASES
    return np.sum(polyphase_taps() * np.exp(2j * np.pi * hz * distance), axis=1)


@given(hz=st.floats(0.0, 0.46))
def test_interpolator_is_flat(hz: float) -> None:
    assert np.abs(20 * np.log10(np.abs(frequency_response(hz)))).max() < 0.04


def test_first_phase_is_the_sample_itself() -> None:
    np.testing.assert_array_equal(np.flatnonzero(polyphase_taps()[0]), [FUTURE - 1])


@given(seed=st.integers(0, 1000))
@settings(deadline=None, max_examples=20)
def test_no_interpolated_signal_passes_the_largest_amplification(seed: int) -> None:
    signs = np.sign(noise(64, seed=seed))
    assert TruePeakEnvelope().process(signs).max() <= largest_amplification()


def test_envelope_reaches_the_true_peak() -> None:
    hum = np.sin(0.9 * np.pi * np.arange(4000) / 2 + 0.3)
    samples = np.stack([0.2 * hum, 0.8 * hum]).astype(np.float32)
    peak_db = 20 * np.log10(TruePeakEnvelope().process(samples).max())
    assert peak_db == pytest.approx(true_peak_db(samples), abs=0.1)


@given(floor=st.floats(0.0, 1.5), seed=st.integers(0, 1000))
@settings(deadline=None, max_examples=20)
def test_floor_hides_what_lies_below_and_changes_nothing_above(floor: float, seed: int) -> None:
    samples = noise(3000, 0.3, seed) * np.linspace(0, 1, 3000, dtype=np.float32)
    everything = TruePeakEnvelope().process(samples)
    np.testing.assert_array_equal(TruePeakEnvelope(floor).process(samples), np.maximum(everything, np.float32(floor)))


@pytest.mark.parametrize("drive_db", [0.0, 4.0, 9.0])
def test_one_envelope_serves_every_drive(drive_db: float) -> None:
    samples = noise(20000)
    limiter = Limiter(SAMPLE_RATE, drive_db, -1.0, 100.0)
    expected = limiter.process(np.pad(samples, ((0, 0), (0, limiter.latency))))[:, limiter.latency :]

    gain = GainReduction(SAMPLE_RATE, threshold_db(drive_db, -1.0), 100.0)
    flush = -(samples.shape[1] + gain.delay_samples) % STEP + gain.delay_samples
    peaks = TruePeakEnvelope(float(linear(threshold_db(9.0, -1.0)))).process(np.pad(samples, ((0, 0), (0, flush))))
    reduction_db = gain.process(peaks)[gain.delay_samples :][: samples.shape[1]]
    np.testing.assert_array_equal(apply_gain(samples, linear(drive_db), reduction_db), expected)


@given(width=st.integers(1, 70), extra=st.integers(0, 40))
def test_moving_sum_is_the_sum_of_neighbours(width: int, extra: int) -> None:
    values = np.random.default_rng(width).integers(-9, 9, width + extra).astype(np.float64)
    np.testing.assert_array_equal(moving_sum(values, width), np.convolve(values, np.ones(width), "valid"))


@given(width=st.integers(1, 5000))
def test_doubling_shifts_grow_one_entry_to_the_width(width: int) -> None:
    assert 1 + sum(doubling_shifts(width)) == width


def test_spline_weights_sum_to_one() -> None:
    np.testing.assert_allclose(spline_weights().sum(axis=0), 1.0, atol=1e-12)
