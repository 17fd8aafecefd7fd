"""The errors that judge masters: nothing between a sound and itself, and known errors for known changes."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from metamaster.learn.evaluation import metrics
from metamaster.learn.evaluation.levels import loudness_lufs, true_peak_dbtp
from metamaster.learn.evaluation.portrait import THIRD_OCTAVES_HZ, Portrait, band_power, portrait

RATE = 44100
SECONDS = 10
Samples = NDArray[np.float32]


def stereo_noise() -> Samples:
    """Noise that falls by 3 dB an octave, with a side 6 dB below its mid."""
    rng = np.random.default_rng(7)
    frequencies = np.fft.rfftfreq(SECONDS * RATE, 1 / RATE)
    slope = 1.0 / np.sqrt(np.maximum(frequencies, 20.0))
    parts = rng.standard_normal((2, SECONDS * RATE))
    pink = np.fft.irfft(np.fft.rfft(parts) * slope, axis=1)
    mid, side = pink / np.max(np.abs(pink)) * np.array([[0.4], [0.2]])
    return np.stack([mid + side, mid - side]).astype(np.float32)


def with_side(samples: Samples, gain_db: float) -> Samples:
    mid, side = 0.5 * (samples[0] + samples[1]), 0.5 * (samples[0] - samples[1])
    side = side * np.float32(10 ** (gain_db / 20))
    return np.stack([mid + side, mid - side])


def quiet_parts(samples: Samples, gain_db: float) -> Samples:
    """Seconds 0, 1, 5 and 6 of ten at another level."""
    second = np.arange(samples.shape[1]) // RATE % 5
    return samples * np.where(second < 2, 10 ** (gain_db / 20), 1.0).astype(np.float32)


@pytest.fixture(scope="module")
def noise() -> Samples:
    return stereo_noise()


@pytest.fixture(scope="module")
def truth(noise: Samples) -> Portrait:
    return portrait(noise, RATE)


@pytest.mark.parametrize("aspect", metrics.ASPECTS)
def test_a_sound_has_no_error_against_itself(aspect: str, truth: Portrait) -> None:
    assert metrics.ASPECTS[aspect](truth, truth) == 0.0


def test_plain_gain_is_an_error_of_loudness(noise: Samples, truth: Portrait) -> None:
    quieter = portrait(noise * np.float32(0.5), RATE)
    assert metrics.loudness_error_lu(quieter, truth) == pytest.approx(6.02, abs=0.01)


@pytest.mark.parametrize("aspect", [aspect for aspect in metrics.ASPECTS if aspect != "loudness"])
def test_plain_gain_is_no_error_of_anything_else(aspect: str, noise: Samples, truth: Portrait) -> None:
    quieter = portrait(noise * np.float32(0.5), RATE)
    assert metrics.ASPECTS[aspect](quieter, truth) == pytest.approx(0.0, abs=0.01)


@pytest.mark.parametrize("gain_db", [-6.0, 3.0])
def test_a_side_gain_is_an_error_of_width(gain_db: float, noise: Samples, truth: Portrait) -> None:
    master = portrait(with_side(noise, gain_db), RATE)
    assert metrics.width_error_db(master, truth) == pytest.approx(abs(gain_db), abs=0.01)


@pytest.mark.parametrize("aspect", ["tone", "dynamics"])
def test_a_side_gain_is_hardly_an_error_of_tone_or_dynamics(aspect: str, noise: Samples, truth: Portrait) -> None:
    master = portrait(with_side(noise, -6.0), RATE)
    assert metrics.ASPECTS[aspect](master, truth) == pytest.approx(0.0, abs=0.15)


def test_width_does_not_count_where_the_truth_is_mono(noise: Samples) -> None:
    mono = portrait(np.stack([noise[0], noise[0]]), RATE)
    assert metrics.width_error_db(portrait(noise, RATE), mono) == 0.0


def test_width_stops_at_60_db_below_mid(noise: Samples, truth: Portrait) -> None:
    mono = portrait(np.stack([noise[0], noise[0]]), RATE)
    assert metrics.width_error_db(mono, truth) == pytest.approx(np.mean(truth.width_db + 60.0))


def test_tone_is_the_mean_over_third_octaves(truth: Portrait) -> None:
    lifted = truth.tone_db + np.where(THIRD_OCTAVES_HZ < 1000.0, 3.0, 0.0)
    share = np.mean(THIRD_OCTAVES_HZ < 1000.0)
    assert metrics.tone_error_db(replace(truth, tone_db=lifted), truth) == pytest.approx(3.0 * share)


def test_an_equaliser_move_is_an_error_of_tone(noise: Samples, truth: Portrait) -> None:
    """6 dB less in three third-octaves that loudness hardly hears: 6 dB in 3 of 29 bands."""
    spectrum = np.fft.rfft(noise)
    frequencies = np.fft.rfftfreq(noise.shape[1], 1 / RATE)
    centres = THIRD_OCTAVES_HZ[1:4]
    moved = (frequencies > centres[0] * 2 ** (-1 / 6)) & (frequencies < centres[-1] * 2 ** (1 / 6))
    spectrum[:, moved] *= 10 ** (-6.0 / 20)
    master = portrait(np.fft.irfft(spectrum, noise.shape[1]).astype(np.float32), RATE)
    assert metrics.tone_error_db(master, truth) == pytest.approx(6.0 * 3 / 29, abs=0.1)


def test_spectrum_sees_left_and_right_apart(truth: Portrait) -> None:
    shifted = truth.spectrum_db + np.array([[2.0], [0.0]])
    assert metrics.spectrum_error_db(replace(truth, spectrum_db=shifted), truth) == pytest.approx(1.0)


def test_dynamics_is_the_shift_of_percentiles_about_the_mean(noise: Samples) -> None:
    """With two fifths at -12 or at -6 dB the mean moves; the quiet tenth moves by that and by 6 dB."""
    deep, shallow = (portrait(quiet_parts(noise, gain_db), RATE) for gain_db in (-12.0, -6.0))
    mean_deep, mean_shallow = (10 * np.log10(0.6 + 0.4 * 10 ** (gain_db / 10)) for gain_db in (-12.0, -6.0))
    rise = mean_shallow - mean_deep
    expected = (abs(6.0 - rise) + 3 * rise) / 4
    assert metrics.dynamics_error_db(shallow, deep) == pytest.approx(expected, abs=0.25)


def test_dynamics_does_not_count_bands_in_which_the_truth_is_silent(truth: Portrait) -> None:
    silent_lows = replace(truth, band_level_db=np.array([-120.0, -10.0, -10.0]))
    off_in_lows = replace(truth, levels_db=truth.levels_db + np.array([9.0, 0.0, 0.0])[:, np.newaxis])
    assert metrics.dynamics_error_db(off_in_lows, silent_lows) == 0.0


def test_crest_and_peak_to_loudness_are_absolute_differences(truth: Portrait) -> None:
    other = replace(truth, crest_db=truth.crest_db - 2.0, true_peak_dbtp=truth.true_peak_dbtp - 3.0)
    assert metrics.crest_error_db(other, truth) == pytest.approx(2.0)
    assert metrics.plr_error_db(other, truth) == pytest.approx(3.0)


def test_a_sine_holds_its_power_in_its_band() -> None:
    sine = np.sin(2 * np.pi * 1000.0 * np.arange(SECONDS * RATE) / RATE).astype(np.float32)
    power = band_power(sine, RATE, THIRD_OCTAVES_HZ, 3)
    assert power[16] == pytest.approx(0.5, rel=1e-3)
    assert np.delete(power, 16).max() < 1e-4


def test_the_true_peak_lies_between_the_samples() -> None:
    sine = np.sin(2 * np.pi * 0.25 * np.arange(RATE) + np.pi / 4).astype(np.float32)
    fade = np.minimum(1.0, np.arange(RATE) / 4410).astype(np.float32)
    rounded = sine * fade * fade[::-1]
    assert true_peak_dbtp(np.stack([rounded, rounded])) == pytest.approx(0.0, abs=0.02)


def test_the_true_peak_of_a_long_sound_has_no_edges_inside() -> None:
    low = 0.5 * np.sin(2 * np.pi * 100.0 * np.arange(SECONDS * RATE) / RATE)
    fade = np.minimum(1.0, np.arange(low.size) / 4410)
    rounded = (low * fade * fade[::-1]).astype(np.float32)
    assert true_peak_dbtp(np.stack([rounded, rounded])) == pytest.approx(-6.02, abs=0.01)


def test_silence_reads_minus_70_lufs() -> None:
    assert loudness_lufs(np.zeros((2, RATE), np.float32), RATE) == -70.0
