import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metamaster.measure.defects import DefectMeter, Defects
from tests.measure.signals import Samples, cut, noise, sine

SCATTERED_PEAKS = np.linspace(0.1, 1.0, 30)


def measured(blocks: list[Samples], plr_db: float = 15.0, rate: int = 44100) -> Defects:
    meter = DefectMeter(rate, blocks[0].shape[0])
    for block in blocks:
        meter.add(block)
    return meter.result(plr_db, SCATTERED_PEAKS)


def with_runs(lengths: list[int], level: float) -> Samples:
    """Quiet noise in which runs of those lengths sit at that level, alternately above and below."""
    samples = noise(200 * (len(lengths) + 1), 0.01, channels=1)
    for number, length in enumerate(lengths):
        samples[0, 100 + 200 * number : 100 + 200 * number + length] = level * (-1) ** number
    return samples


@settings(deadline=None, max_examples=50)
@given(lengths=st.lists(st.integers(1, 30), min_size=1, max_size=8), level=st.sampled_from([1.0, 0.9995, 0.6]))
def test_runs_of_three_at_full_scale_or_at_the_highest_are_counted_whole(lengths: list[int], level: float) -> None:
    found = measured([with_runs(lengths, level)])
    assert found.clipped_samples == sum(length for length in lengths if length >= 3)
    assert found.clipped_runs == sum(length >= 3 for length in lengths)


@settings(deadline=None, max_examples=40)
@given(at=st.lists(st.integers(0, 1200), max_size=12), level=st.sampled_from([1.0, 0.6]))
def test_runs_across_blocks_are_counted_once(at: list[int], level: float) -> None:
    samples = with_runs([3, 12, 40, 2, 5], level)
    assert measured(cut(samples, at)) == measured([samples])


def test_runs_below_the_highest_are_music() -> None:
    samples = with_runs([10, 10], 0.5)
    samples[0, 0] = 0.9
    assert measured([samples]).clipped_samples == 0


def test_full_scale_samples_of_changing_sign_are_not_a_run() -> None:
    samples = noise(1000, 0.01, channels=1)
    samples[0, 500:510] = np.resize([1.0, -1.0], 10)
    assert measured([samples]).clipped_samples == 0


@settings(deadline=None, max_examples=30)
@given(hz=st.floats(100.0, 15000.0), level=st.floats(0.1, 0.998))
def test_a_clean_sine_is_not_clipped(hz: float, level: float) -> None:
    assert measured([sine(hz, 0.5, level)]).clipped_runs <= 1


def test_a_clipped_sine_is_found_in_both_channels() -> None:
    clipped = np.clip(sine(100.0, 1.0, 1.5), -1, 1)
    found = measured([clipped])
    assert found.clipped_runs == 400
    assert found.clipped_samples == (np.abs(clipped) == 1).sum()


@pytest.mark.parametrize("at", [[], [1000], [44100, 50000]])
def test_silence_is_measured_at_both_ends(at: list[int]) -> None:
    silence = np.zeros((2, 44100), np.float32)
    samples = np.concatenate([silence, sine(1000.0, 1.0), silence[:, :22050]], axis=1)
    found = measured(cut(samples, at))
    assert found.silence_head_s == pytest.approx(1.0, abs=1e-3)
    assert found.silence_tail_s == pytest.approx(0.5, abs=1e-3)


def test_noise_below_minus_seventy_decibels_is_silence() -> None:
    found = measured([noise(44100, 10 ** (-85 / 20))])
    assert (found.silence_head_s, found.silence_tail_s) == (1.0, 1.0)


def test_silence_is_not_clipped() -> None:
    assert measured([np.zeros((2, 44100), np.float32)]).clipped_samples == 0


@pytest.mark.parametrize(("plr_db", "limited"), [(7.0, True), (11.0, False)])
def test_a_small_peak_to_loudness_ratio_tells_a_limiter(plr_db: float, limited: bool) -> None:
    assert measured([noise(1000)], plr_db).already_limited is limited


@pytest.mark.parametrize(("plr_db", "limited"), [(11.0, True), (15.0, False), (np.inf, False)])
def test_many_equal_peaks_tell_a_limiter_unless_the_music_is_dynamic(plr_db: float, limited: bool) -> None:
    meter = DefectMeter(44100, 2)
    meter.add(noise(1000))
    found = meter.result(plr_db, np.array([0.9, 0.89, 0.9, 0.5]))
    assert found.peak_density == 0.75
    assert found.already_limited is limited
