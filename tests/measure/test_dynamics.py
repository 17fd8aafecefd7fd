import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metamaster.measure.dynamics import PEAKS_PER_S, PERCENTILES, BandDynamics, BandMeter, Dynamics, dynamics
from metamaster.measure.levels import LevelMeter
from tests.measure.signals import Samples, cut, noise, sine

LOW, MID, HIGH = range(3)


def bands(samples: Samples, rate: int = 44100) -> BandDynamics:
    meter = BandMeter(rate, samples.shape[0])
    meter.add(samples)
    return meter.result()


def measured(samples: Samples, rate: int = 44100) -> Dynamics:
    meter = LevelMeter(rate, samples.shape[0], peaks_per_second=PEAKS_PER_S)
    meter.add(samples)
    levels = meter.result()
    return dynamics(levels.loudness, levels.true_peak, bands(samples, rate))


@pytest.mark.parametrize(("hz", "band"), [(40.0, LOW), (700.0, MID), (9000.0, HIGH)])
def test_a_sine_lies_in_its_band_with_a_crest_of_three_decibels(hz: float, band: int) -> None:
    faded = sine(hz, 10.0, 0.5) * np.minimum(np.arange(441000) / 4410, 1).astype(np.float32)
    found = bands(faded)
    assert found.level_db.argmax() == band
    assert found.level_db[band] == pytest.approx(-9.03, abs=0.15)
    assert found.crest_db[band] == pytest.approx(3.01, abs=0.15)


@pytest.mark.parametrize(("hz", "below", "above"), [(160.0, LOW, MID), (2800.0, MID, HIGH)])
def test_at_a_crossover_both_bands_are_six_decibels_down(hz: float, below: int, above: int) -> None:
    levels = bands(sine(hz, 10.0, 0.5)).level_db
    assert levels[below] == pytest.approx(-15.05, abs=0.1)
    assert levels[above] == pytest.approx(-15.05, abs=0.1)


def test_a_steady_tone_has_no_spread() -> None:
    found = bands(sine(1000.0, 20.0))
    np.testing.assert_allclose(found.short_levels_db[MID], 0.0, atol=0.1)
    np.testing.assert_allclose(found.long_levels_db[MID], 0.0, atol=0.1)


def test_a_tone_that_is_loud_half_of_the_time_spreads_by_as_much() -> None:
    samples = sine(1000.0, 20.0)
    samples[:, samples.shape[1] // 2 :] *= np.float32(0.1)
    spread = bands(samples).short_levels_db[MID]
    low, high = PERCENTILES.index(10), PERCENTILES.index(90)
    assert spread[high] - spread[low] == pytest.approx(20.0, abs=0.2)


def test_short_windows_see_what_long_ones_level_out() -> None:
    samples = sine(1000.0, 20.0)
    samples *= (np.arange(samples.shape[1]) // 4410 % 2 == 0).astype(np.float32)
    found = bands(samples)
    assert np.ptp(found.short_levels_db[MID]) > 20.0
    assert np.ptp(found.long_levels_db[MID]) < 1.0


def test_silence_around_the_music_changes_nothing() -> None:
    samples = noise(44100 * 4)
    silence = np.zeros((2, 44100 * 2), np.float32)
    alone, padded = bands(samples), bands(np.concatenate([silence, samples, silence], axis=1))
    np.testing.assert_allclose(padded.level_db, alone.level_db, atol=0.1)
    # Only the very lowest and highest levels may notice the borders.
    np.testing.assert_allclose(padded.short_levels_db[:, 2:-2], alone.short_levels_db[:, 2:-2], atol=0.2)


@settings(deadline=None, max_examples=10)
@given(gain_db=st.floats(-30.0, 10.0))
def test_gain_moves_levels_and_nothing_else(gain_db: float) -> None:
    samples = noise(44100 * 2)
    before, after = bands(samples), bands((samples * 10 ** (gain_db / 20)).astype(np.float32))
    np.testing.assert_allclose(after.level_db - before.level_db, gain_db, atol=1e-4)
    np.testing.assert_allclose(after.crest_db, before.crest_db, atol=1e-4)
    np.testing.assert_allclose(after.short_levels_db, before.short_levels_db, atol=1e-4)


@settings(deadline=None, max_examples=10)
@given(at=st.lists(st.integers(0, 44100), max_size=8))
def test_any_partition_into_blocks_reads_the_same(at: list[int]) -> None:
    samples = noise(44100)
    meter = BandMeter(44100, 2)
    for block in cut(samples, at):
        meter.add(block)
    np.testing.assert_allclose(meter.result().short_levels_db, bands(samples).short_levels_db, atol=1e-9)


def test_peak_to_loudness_of_a_stereo_sine_is_nothing() -> None:
    assert measured(sine(997.0, 10.0, 0.5)).plr_db == pytest.approx(0.0, abs=0.1)


def test_a_click_raises_the_ratio_where_it_is_and_not_the_least() -> None:
    samples = sine(997.0, 20.0, 0.1)
    samples[:, 44100] = 1.0
    found = measured(samples)
    assert found.plr_db == pytest.approx(20.0, abs=0.5)
    assert found.psr_min_db == pytest.approx(0.0, abs=0.2)
    assert found.psr_typical_db == pytest.approx(0.0, abs=0.2)


def test_quiet_passages_do_not_count_as_the_least_ratio() -> None:
    rough = noise(44100 * 10, 0.1)
    smooth = sine(997.0, 10.0, 1e-3)
    assert measured(np.concatenate([rough, smooth], axis=1)).psr_min_db > 5.0


@pytest.mark.parametrize("frames", [0, 1000, 44100 * 4])
def test_ratios_to_silence_are_infinite(frames: int) -> None:
    silent = measured(np.zeros((2, frames), np.float32))
    assert silent.plr_db == silent.psr_min_db == silent.psr_typical_db == np.inf
    np.testing.assert_array_equal(silent.bands.crest_db, 0.0)


@pytest.mark.parametrize("rate", [8000, 48000, 192000])
def test_bands_are_the_same_at_any_sample_rate(rate: int) -> None:
    assert bands(sine(1000.0, 3.0, 0.5, rate), rate).level_db[MID] == pytest.approx(-9.1, abs=0.2)
