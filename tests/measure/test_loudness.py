from pathlib import Path

import numpy as np
import pyloudnorm
import pytest
import soundfile as sf
from hypothesis import given, settings
from hypothesis import strategies as st

from metamaster.measure.loudness import Loudness, LoudnessMeter, integrated_lufs, k_weighting
from tests.measure.signals import Samples, cut, noise, sine, tone_lufs


def measured(samples: Samples, rate: int = 48000) -> Loudness:
    meter = LoudnessMeter(rate, samples.shape[0])
    meter.add(samples)
    return meter.result()


def moving_noise(rate: int, seconds: float, reach_db: float = 20.0) -> Samples:
    """Noise whose level wanders that far up and down; by 20 dB some of it falls under the gates."""
    samples = noise(round(rate * seconds))
    time = np.arange(samples.shape[1]) / rate
    return (samples * 10 ** (reach_db / 20 * (np.sin(2 * np.pi * time / 7) - 1))).astype(np.float32)


@pytest.mark.parametrize("rate", [44100, 48000, 96000])
def test_a_full_scale_sine_in_both_channels_reads_zero(rate: int) -> None:
    assert integrated_lufs(sine(997.0, 5.0, rate=rate), rate) == pytest.approx(0.0, abs=0.06)


def test_a_mono_file_is_one_loudspeaker() -> None:
    both, one = sine(997.0, 5.0), sine(997.0, 5.0, channels=1)
    assert integrated_lufs(both, 44100) - integrated_lufs(one, 44100) == pytest.approx(10 * np.log10(2), abs=1e-9)


@pytest.mark.parametrize(("channel", "weight"), [(0, 1.0), (1, 1.0), (2, 1.0), (3, 1.41), (4, 1.41)])
def test_surround_channels_weigh_more(channel: int, weight: float) -> None:
    alone = np.zeros((5, 96000), np.float32)
    alone[channel] = sine(997.0, 2.0, rate=48000, channels=1)[0]
    expected = integrated_lufs(alone[channel : channel + 1], 48000) + 10 * np.log10(weight)
    assert integrated_lufs(alone, 48000) == pytest.approx(expected, abs=1e-9)


def test_silence_is_minus_infinity_everywhere() -> None:
    silent = measured(np.zeros((2, 48000 * 5), np.float32))
    assert silent.integrated_lufs == silent.momentary_max_lufs == silent.short_term_max_lufs == -np.inf
    assert silent.loudness_range_lu == 0.0
    assert np.all(silent.short_term_lufs == -np.inf)


@pytest.mark.parametrize("frames", [0, 1, 19199])
def test_less_than_a_gating_block_is_minus_infinity(frames: int) -> None:
    short = measured(noise(frames))
    assert short.integrated_lufs == -np.inf
    assert len(short.momentary_lufs) == 0


def test_a_long_silence_after_sound_is_not_counted() -> None:
    tone = sine(1000.0, 3.0)
    quiet = np.concatenate([tone, np.zeros((2, 44100 * 20), np.float32)], axis=1)
    with_blocks_that_overlap = integrated_lufs(quiet, 44100)
    assert with_blocks_that_overlap == pytest.approx(integrated_lufs(tone, 44100), abs=0.25)


def test_the_relative_gate_leaves_out_what_is_ten_units_below() -> None:
    programme = tone_lufs([(-36.0, 10.0), (-23.0, 60.0), (-36.0, 10.0)])
    assert measured(programme).integrated_lufs == pytest.approx(-23.0, abs=0.1)


def test_the_absolute_gate_leaves_out_what_is_below_minus_seventy() -> None:
    programme = tone_lufs([(-72.0, 10.0), (-36.0, 10.0), (-23.0, 60.0), (-36.0, 10.0), (-72.0, 10.0)])
    assert measured(programme).integrated_lufs == pytest.approx(-23.0, abs=0.1)


@pytest.mark.parametrize(("first", "second", "lra"), [(-20.0, -30.0, 10.0), (-20.0, -15.0, 5.0), (-40.0, -20.0, 20.0)])
def test_the_range_of_two_levels_is_their_distance(first: float, second: float, lra: float) -> None:
    assert measured(tone_lufs([(first, 20.0), (second, 20.0)])).loudness_range_lu == pytest.approx(lra, abs=0.1)


def test_a_burst_of_one_window_is_found_between_the_points_of_the_curve() -> None:
    burst = tone_lufs([(-120.0, 1.17), (-23.0, 0.4), (-120.0, 1.0)])
    found = measured(burst)
    assert found.momentary_max_lufs == pytest.approx(-23.0, abs=0.1)
    assert found.momentary_max_lufs > found.momentary_lufs.max() + 0.1


def test_the_short_term_curve_tells_when_its_windows_end() -> None:
    found = measured(noise(48000 * 5))
    np.testing.assert_allclose(found.short_term_s[[0, -1]], [3.0, 5.0])
    assert len(found.short_term_s) == len(found.short_term_lufs)


def test_a_gating_block_cut_off_by_the_end_is_left_out() -> None:
    samples = moving_noise(48000, 5.0)
    cut_off = samples[:, : -48000 // 100]
    assert integrated_lufs(cut_off, 48000) == integrated_lufs(samples[:, : -48000 // 10], 48000)


@settings(deadline=None, max_examples=15)
@given(gain_db=st.floats(-20.0, 20.0))
def test_gain_moves_loudness_by_as_much(gain_db: float) -> None:
    samples = noise(48000)
    louder = (samples * 10 ** (gain_db / 20)).astype(np.float32)
    assert integrated_lufs(louder, 48000) - integrated_lufs(samples, 48000) == pytest.approx(gain_db, abs=1e-5)


@settings(deadline=None, max_examples=15)
@given(at=st.lists(st.integers(0, 96000), max_size=10))
def test_any_partition_into_blocks_reads_the_same(at: list[int]) -> None:
    samples = moving_noise(24000, 4.0)
    meter = LoudnessMeter(24000, 2)
    for block in cut(samples, at):
        meter.add(block)
    whole, parts = measured(samples, 24000), meter.result()
    assert parts.integrated_lufs == pytest.approx(whole.integrated_lufs, abs=1e-9)
    np.testing.assert_allclose(parts.short_term_lufs, whole.short_term_lufs, atol=1e-9)


@pytest.mark.parametrize("rate", [8000, 44100, 48000, 192000])
def test_the_weighting_is_pyloudnorms(rate: int) -> None:
    filters = pyloudnorm.Meter(rate)._filters.values()
    expected = [np.concatenate([stage.passband_gain * stage.b, stage.a]) for stage in filters]
    np.testing.assert_allclose(k_weighting(rate), expected, rtol=1e-12)


@pytest.mark.parametrize("rate", [8000, 11025, 22050, 44100, 48000, 96000, 192000])
def test_integrated_loudness_is_pyloudnorms(rate: int) -> None:
    samples = moving_noise(rate, 12.0)
    expected = pyloudnorm.Meter(rate).integrated_loudness(samples.T.astype(np.float64))
    assert integrated_lufs(samples, rate) == pytest.approx(expected, abs=1e-3)


def test_loudness_range_of_what_ends_in_silence_is_pyloudnorms_but_for_the_hop() -> None:
    samples = np.concatenate([moving_noise(16000, 150.0, 6.0), np.zeros((2, 48000), np.float32)], axis=1)
    expected = pyloudnorm.Meter(16000).loudness_range(samples.T.astype(np.float64))
    assert measured(samples, 16000).loudness_range_lu == pytest.approx(expected, abs=0.1)


def test_integrated_loudness_of_music_is_pyloudnorms(shared_dir: Path) -> None:
    for path in sorted((shared_dir / "audio" / "masters").glob("*.flac"))[::6]:
        samples, rate = sf.read(path, dtype="float32", always_2d=True)
        whole = samples[: len(samples) // (rate // 10) * (rate // 10)]
        expected = pyloudnorm.Meter(rate).integrated_loudness(whole.astype(np.float64))
        assert integrated_lufs(np.ascontiguousarray(whole.T), rate) == pytest.approx(expected, abs=1e-3), path.name
