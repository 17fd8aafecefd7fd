import csv
from pathlib import Path

import numpy as np
import pytest
import soundfile as sf
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import signal

from metamaster.measure.bands import THIRD_OCTAVE_HZ
from metamaster.measure.spectrum import Spectrum, SpectrumMeter
from tests.measure.signals import Samples, cut, noise, sine


def measured(samples: Samples, rate: int = 44100) -> Spectrum:
    meter = SpectrumMeter(rate, samples.shape[0])
    meter.add(samples)
    return meter.result()


def brickwalled(corner_hz: float, rate: int = 44100) -> Samples:
    """Noise with nothing above a corner, as an encoder leaves it."""
    bins = np.fft.rfft(noise(rate * 5), axis=1)
    bins[:, round(corner_hz * 5) :] = 0
    return np.fft.irfft(bins, axis=1).astype(np.float32)


@pytest.mark.parametrize("band", [4, 12, 20, 28])
def test_a_full_scale_sine_reads_minus_three_decibels_in_its_band(band: int) -> None:
    spectrum = measured(sine(THIRD_OCTAVE_HZ[band], 5.0))
    # A band of a few bins loses a little of the window's main lobe to its neighbours.
    assert spectrum.mid_db[band] == pytest.approx(-3.01, abs=0.15)
    assert spectrum.mid_db.argmax() == band


def test_a_signal_in_both_channels_has_no_side() -> None:
    assert measured(sine(1000.0, 2.0)).side_db.max() < -120.0


def test_a_signal_against_itself_is_all_side() -> None:
    wave = sine(1000.0, 2.0)
    wave[1] *= -1
    spectrum = measured(wave)
    assert spectrum.mid_db.max() < -120.0
    assert spectrum.side_db.max() == pytest.approx(-3.01, abs=0.05)


def test_white_noise_rises_by_one_decibel_a_third_of_an_octave() -> None:
    slope = np.diff(measured(noise(44100 * 30)).mid_db[10:])
    np.testing.assert_allclose(slope, 1.0, atol=0.4)


def test_the_bins_of_each_channel_sum_to_its_mean_square() -> None:
    samples = noise(44100 * 10)
    meter = SpectrumMeter(44100, 2)
    meter.add(samples)
    assert meter.spectra().left.sum() == pytest.approx(np.square(samples[0]).mean(), rel=0.01)
    assert meter.spectra().product.sum() == pytest.approx((samples[0] * samples[1]).mean(), abs=1e-4)


def test_mid_and_side_share_the_mean_of_the_channels() -> None:
    meter = SpectrumMeter(44100, 2)
    meter.add(noise(44100))
    spectra = meter.spectra()
    np.testing.assert_allclose(spectra.mid + spectra.side, spectra.mean)


def test_the_curve_of_a_mono_file_is_that_of_its_channel() -> None:
    one = noise(44100, channels=1)
    np.testing.assert_allclose(measured(one).curve_db, measured(np.repeat(one, 2, axis=0)).curve_db)


@settings(deadline=None, max_examples=10)
@given(at=st.lists(st.integers(0, 60000), max_size=8))
def test_any_partition_into_blocks_reads_the_same(at: list[int]) -> None:
    samples = noise(60000)
    meter = SpectrumMeter(44100, 2)
    for block in cut(samples, at):
        meter.add(block)
    np.testing.assert_allclose(meter.result().mid_db, measured(samples).mid_db, atol=1e-4)


@pytest.mark.parametrize("rate", [8000, 22050, 44100, 48000, 96000, 192000])
def test_the_level_of_a_tone_does_not_depend_on_the_sample_rate(rate: int) -> None:
    assert measured(sine(1000.0, 2.0, 0.5, rate), rate).mid_db[16] == pytest.approx(-9.03, abs=0.05)


@pytest.mark.parametrize("frames", [0, 1, 1000])
def test_less_than_a_window_still_reads_finite_levels(frames: int) -> None:
    spectrum = measured(noise(frames))
    assert np.isfinite(spectrum.mid_db).all()
    assert np.isfinite(spectrum.curve_db).all()


def test_silence_reads_the_floor() -> None:
    silent = measured(np.zeros((2, 44100), np.float32))
    assert silent.mid_db.max() == -150.0
    assert silent.bandwidth_hz == 0.0
    assert not silent.lossy_source


@pytest.mark.parametrize("corner_hz", [11000.0, 16000.0, 18000.0, 19500.0])
def test_a_brickwalled_source_is_called_lossy_and_its_edge_found(corner_hz: float) -> None:
    spectrum = measured(brickwalled(corner_hz))
    assert spectrum.lossy_source
    assert spectrum.cutoff_hz == pytest.approx(corner_hz, abs=100.0)


def test_full_band_noise_is_not_lossy() -> None:
    spectrum = measured(noise(44100 * 5))
    assert not spectrum.lossy_source
    assert spectrum.bandwidth_hz > 21900.0


def test_a_gentle_slope_is_not_lossy() -> None:
    sections = signal.butter(4, 9000.0, fs=44100, output="sos")
    samples = signal.sosfilt(sections, noise(44100 * 5), axis=1).astype(np.float32)
    assert not measured(samples).lossy_source


def test_a_high_tone_alone_is_not_lossy() -> None:
    assert not measured(sine(15000.0, 5.0, 0.5) + noise(44100 * 5, 1e-4)).lossy_source


def test_the_end_of_the_band_itself_is_not_lossy() -> None:
    assert not measured(brickwalled(21000.0)).lossy_source


def test_dc_is_told_per_channel() -> None:
    samples = noise(44100, 0.01) + np.array([[0.02], [-0.05]], np.float32)
    assert measured(samples).dc_offset == pytest.approx((0.02, -0.05), abs=2e-4)


def test_bandwidths_of_real_masters_are_those_measured_elsewhere(shared_dir: Path) -> None:
    folder = shared_dir / "audio" / "masters"
    with (folder / "measurements.csv").open(newline="") as lines:
        expected = list(csv.DictReader(lines))[::3]
    differences = []
    for line in expected:
        samples, rate = sf.read(folder / line["file"], dtype="float32", always_2d=True)
        found = measured(np.ascontiguousarray(samples.T), rate).bandwidth_hz
        differences.append(abs(found - float(line["bandwidth_hz"])))
    assert np.median(differences) < 50.0
    assert np.mean(np.array(differences) < 500.0) >= 0.9


@pytest.mark.parametrize(
    ("track", "lossy"),
    [("hiphop__pipes__a", True), ("synth-pop__minds-wide-open__a", True), ("downtempo__pink-blue__a", False)],
)
def test_real_lossy_masters_are_told_from_full_band_ones(shared_dir: Path, track: str, lossy: bool) -> None:
    samples, rate = sf.read(shared_dir / "audio" / "masters" / f"{track}.flac", dtype="float32", always_2d=True)
    assert measured(np.ascontiguousarray(samples.T), rate).lossy_source is lossy
