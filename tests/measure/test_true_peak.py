import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import signal

from metamaster.measure.interpolator import CHUNK, TAPS, WINDOW, interpolator
from metamaster.measure.true_peak import TruePeak, TruePeakMeter, true_peak_db
from tests.measure.signals import Samples, cut, noise

RATE = 44100


def faded_sine(share: float, phase: float, frames: int = 6000) -> Samples:
    """A sine of amplitude ½ and ``share`` of the sample rate, faded so that its ends add nothing."""
    wave = 0.5 * np.sin(2 * np.pi * share * np.arange(frames) + phase) * signal.windows.tukey(frames, 0.5)
    return wave[None].astype(np.float32)


def measured(blocks: list[Samples], segments_per_second: int = 0) -> TruePeak:
    meter = TruePeakMeter(RATE, blocks[0].shape[0], segments_per_second=segments_per_second)
    for block in blocks:
        meter.add(block)
    return meter.result()


def brute_force(samples: Samples) -> float:
    """The same definition with nothing skipped: every chunk interpolated, every local maximum refined."""
    channels, frames = samples.shape
    chunks = (frames + TAPS) // CHUNK + 1
    padded = np.zeros((channels, CHUNK * chunks + WINDOW))
    padded[:, TAPS : TAPS + frames] = samples
    windows = np.lib.stride_tricks.sliding_window_view(padded, WINDOW, axis=1)[:, ::CHUNK]
    grid = np.abs(windows @ interpolator(8).rows.T)
    left, middle, right = grid[..., :-2], grid[..., 1:-1], grid[..., 2:]
    fall = 2 * middle - left - right
    top = (middle >= left) & (middle >= right) & (fall > 0)
    refined = middle[top] + (right - left)[top] ** 2 / (8 * fall[top])
    return float(20 * np.log10(max(refined.max(), middle.max())))


def test_silence_has_no_peak() -> None:
    silence = measured([np.zeros((2, 5000), np.float32)])
    assert (silence.dbtp, silence.seconds) == (-np.inf, 0.0)


def test_nothing_at_all_has_no_peak() -> None:
    assert TruePeakMeter(RATE, 2).result().dbtp == -np.inf


def test_a_quarter_rate_sine_peaks_three_decibels_above_its_samples() -> None:
    wave = faded_sine(0.25, np.pi / 4)
    assert true_peak_db(wave) - 20 * np.log10(np.abs(wave).max()) == pytest.approx(3.01, abs=0.01)


@settings(deadline=None, max_examples=60)
@given(share=st.floats(0.002, 0.45), phase=st.floats(0.0, 2 * np.pi))
def test_a_sine_reads_its_amplitude_at_any_phase_up_to_0_45_of_the_sample_rate(share: float, phase: float) -> None:
    assert true_peak_db(faded_sine(share, phase)) == pytest.approx(20 * np.log10(0.5), abs=0.02)


@settings(deadline=None, max_examples=40)
@given(
    at=st.lists(st.integers(0, 9000), max_size=12),
    seed=st.integers(0, 100),
    kind=st.sampled_from(["noise", "clipped", "tone"]),
)
def test_any_partition_into_blocks_gives_the_same_bits(at: list[int], seed: int, kind: str) -> None:
    samples = noise(9000, 0.3, seed)
    if kind == "clipped":
        samples = np.clip(3 * samples, -1, 1)
    elif kind == "tone":
        samples = np.repeat(faded_sine(0.125, seed / 10, 9000), 2, axis=0)
    whole, parts = measured([samples], 10), measured(cut(samples, at), 10)
    assert (parts.dbtp, parts.seconds) == (whole.dbtp, whole.seconds)
    np.testing.assert_array_equal(parts.segments, whole.segments)


@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 1000), kind=st.sampled_from(["noise", "clipped", "bass", "sparse"]))
def test_what_is_skipped_changes_nothing(seed: int, kind: str) -> None:
    samples = noise(7000, 0.2, seed)
    if kind == "clipped":
        samples = np.clip(6 * samples, -0.9, 0.9)
    elif kind == "bass":
        samples = np.cumsum(samples, axis=1, dtype=np.float32) / np.float32(20)
    elif kind == "sparse":
        samples = np.where(np.abs(samples) > 0.65, samples, 0).astype(np.float32)
    if not samples.any():
        return
    assert measured([samples]).dbtp == pytest.approx(brute_force(samples), abs=1e-9)


def test_the_peak_of_every_segment_is_found() -> None:
    samples = noise(RATE // 2, 0.1)
    parts = measured([samples], 10).segments
    for number, peak in enumerate(parts):
        # Borders lie on chunks: the stretch that surely belongs to the segment, and the one that may.
        first, last = number * RATE // 10, (number + 1) * RATE // 10
        assert np.abs(samples[:, first + CHUNK : last - CHUNK]).max() <= peak
        assert peak <= 10 ** (brute_force(samples[:, max(first - 100, 0) : last + 100]) / 20) * 1.02


def test_the_highest_segment_is_the_whole() -> None:
    samples = noise(RATE, 0.2)
    whole = measured([samples])
    assert 20 * np.log10(measured([samples], 10).segments.max()) == pytest.approx(whole.dbtp, abs=1e-12)


def test_the_time_of_the_peak_is_told_to_a_fraction_of_a_sample() -> None:
    time = np.arange(4000) / RATE
    bump = (0.5 * np.exp(-(((time - 0.0500123) / 1e-4) ** 2)))[None].astype(np.float32)
    assert measured([bump]).seconds == pytest.approx(0.0500123, abs=3e-7)


def test_a_peak_at_the_very_end_is_seen() -> None:
    samples = np.zeros((1, 3000), np.float32)
    samples[0, -1] = 0.7
    assert measured([samples]).dbtp == pytest.approx(20 * np.log10(0.7), abs=1e-3)


def test_what_rings_past_the_end_is_seen() -> None:
    samples = np.zeros((1, 3000), np.float32)
    samples[0, -24:] = np.sign(np.sinc(np.arange(24) + 0.5))[::-1] * np.linspace(0, 1, 24)
    assert measured([samples]).seconds > 2999 / RATE
    assert measured([samples]).dbtp == pytest.approx(brute_force(samples), abs=1e-9)


@settings(deadline=None, max_examples=20)
@given(seed=st.integers(0, 1000))
def test_the_true_peak_is_never_below_the_largest_sample(seed: int) -> None:
    samples = noise(3000, 0.3, seed)
    assert true_peak_db(samples) >= 20 * np.log10(np.abs(samples).max()) - 1e-6


def test_doubling_adds_exactly_six_decibels() -> None:
    samples = noise(8000, 0.2)
    assert true_peak_db(2 * samples) - true_peak_db(samples) == pytest.approx(20 * np.log10(2), abs=1e-12)


def test_a_finer_grid_finds_nothing_more() -> None:
    samples = noise(20000, 0.2)
    assert true_peak_db(samples, 32) == pytest.approx(true_peak_db(samples, 8), abs=0.02)


def test_asking_for_the_result_does_not_disturb_the_measurement() -> None:
    samples = noise(9000, 0.3)
    meter = TruePeakMeter(RATE, 2)
    for block in cut(samples, [1000, 1001, 5000]):
        meter.add(block)
        meter.result()
    assert meter.result().dbtp == measured([samples]).dbtp
