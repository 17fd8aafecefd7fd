import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metamaster.measure.spectrum import SpectrumMeter
from metamaster.measure.stereo import CorrelationMeter, StereoImage, stereo_image
from tests.measure.signals import Samples, noise, sine


def measured(samples: Samples, rate: int = 44100) -> StereoImage:
    spectrum, correlation = SpectrumMeter(rate, samples.shape[0]), CorrelationMeter()
    spectrum.add(samples)
    correlation.add(samples)
    return stereo_image(correlation.result(), spectrum.spectra(), rate)


def mid_and_side(mid: Samples, side: Samples) -> Samples:
    return np.concatenate([mid + side, mid - side])


@pytest.mark.parametrize("channels", [1, 2])
def test_mono_is_fully_correlated_and_has_no_width(channels: int) -> None:
    image = measured(np.repeat(noise(44100, channels=1), channels, axis=0))
    assert image.correlation == pytest.approx(1.0, abs=1e-6)
    assert image.low_correlation == pytest.approx(1.0, abs=1e-6)
    assert image.width_db == -100.0
    assert image.mono_fold_db == pytest.approx(0.0, abs=1e-6)


def test_opposite_channels_vanish_in_mono() -> None:
    left = noise(44100, channels=1)
    image = measured(np.concatenate([left, -left]))
    assert image.correlation == pytest.approx(-1.0, abs=1e-6)
    assert image.width_db == 100.0
    assert image.mono_fold_db == -100.0


def test_unrelated_channels_lose_three_decibels_in_mono() -> None:
    image = measured(noise(44100 * 20))
    assert image.correlation == pytest.approx(0.0, abs=0.01)
    assert image.width_db == pytest.approx(0.0, abs=0.1)
    assert image.mono_fold_db == pytest.approx(-3.01, abs=0.1)


@settings(deadline=None, max_examples=15)
@given(width_db=st.floats(-40.0, 20.0))
def test_every_octave_reads_the_width_it_was_given(width_db: float) -> None:
    mid, side = noise(44100 * 5, seed=1, channels=1), noise(44100 * 5, seed=2, channels=1)
    image = measured(mid_and_side(mid, side * np.float32(10 ** (width_db / 20))))
    assert image.width_db == pytest.approx(width_db, abs=0.2)
    np.testing.assert_allclose(image.octave_width_db[3:], width_db, atol=1.0)


def test_a_side_in_one_octave_widens_that_octave_only() -> None:
    image = measured(mid_and_side(noise(44100 * 5, channels=1), sine(1000.0, 5.0, 0.5, channels=1)))
    assert image.octave_width_db[5] > 10.0
    assert np.delete(image.octave_width_db, 5).max() < -40.0


def test_low_end_correlation_hears_the_low_end_only() -> None:
    low = mid_and_side(np.zeros((1, 44100), np.float32), sine(60.0, 1.0, 0.2, channels=1))
    high = sine(3000.0, 1.0, 0.8)
    image = measured(low + high)
    assert image.low_correlation == pytest.approx(-1.0, abs=0.01)
    assert image.correlation > 0.8


def test_one_silent_channel_is_uncorrelated_and_loses_three_decibels() -> None:
    samples = noise(44100)
    samples[1] = 0
    image = measured(samples)
    assert (image.correlation, image.low_correlation) == (0.0, 0.0)
    assert image.mono_fold_db == pytest.approx(-3.01, abs=0.01)
    assert image.balance_db == 100.0


@settings(deadline=None, max_examples=10)
@given(balance_db=st.floats(-40.0, 40.0))
def test_the_balance_is_how_much_louder_left_is(balance_db: float) -> None:
    samples = noise(44100, channels=1)
    image = measured(np.concatenate([samples * np.float32(10 ** (balance_db / 20)), samples]))
    assert image.balance_db == pytest.approx(balance_db, abs=0.01)


@pytest.mark.parametrize("channels", [1, 2])
def test_mono_is_balanced(channels: int) -> None:
    assert measured(np.repeat(noise(44100, channels=1), channels, axis=0)).balance_db == 0.0


def test_silence_counts_as_mono() -> None:
    image = measured(np.zeros((2, 44100), np.float32))
    assert (image.correlation, image.low_correlation, image.width_db) == (1.0, 1.0, -100.0)
    assert (image.balance_db, image.mono_fold_db) == (0.0, 0.0)
