"""The streaming limiter: the ceiling, the sound of its gain, and exactness in any partition."""

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import signal

from metamaster.chain.pedalboard_renderer.limiter import Limiter
from metamaster.measure.true_peak import true_peak_db

SAMPLE_RATE = 44100


def noise(seconds: float, level: float, sample_rate: int = SAMPLE_RATE, seed: int = 0) -> np.ndarray:
    """Gaussian noise, white up to 0.45 of the sample rate."""
    white = np.random.default_rng(seed).standard_normal((2, round(seconds * sample_rate)))
    return (level * signal.lfilter(signal.firwin(511, 0.9), 1.0, white)).astype(np.float32)


def tone(hz: float, seconds: float, level: float) -> np.ndarray:
    wave = level * np.sin(2 * np.pi * hz * np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE)
    return np.stack([wave, wave]).astype(np.float32)


def limited(samples: np.ndarray, limiter: Limiter) -> np.ndarray:
    """All of it, without the delay."""
    flushed = np.pad(samples, ((0, 0), (0, limiter.latency)))
    return limiter.process(flushed)[:, limiter.latency :]


def reduction(samples: np.ndarray, limiter: Limiter) -> np.ndarray:
    limited(samples, limiter)
    return limiter.reduction_db[limiter.latency :]


@pytest.mark.parametrize("sample_rate", [44100, 96000])
@pytest.mark.parametrize("drive_db", [0.0, 6.0, 12.0])
def test_true_peak_of_full_band_noise_stays_within_a_twentieth_db_of_the_ceiling(
    drive_db: float, sample_rate: int
) -> None:
    loud = limited(noise(1.0, 0.3, sample_rate), Limiter(sample_rate, drive_db, -1.0, 150.0))
    assert true_peak_db(loud) < -1.0 + 0.05


@pytest.mark.parametrize("name", ["rock__flags__a", "trap__ripper__a", "orchestral-comic__krampus-workshop__a"])
@pytest.mark.parametrize(("drive_db", "release_ms"), [(3.0, 150.0), (12.0, 30.0)])
def test_true_peak_of_music_stays_at_the_ceiling(shared_dir, name: str, drive_db: float, release_ms: float) -> None:
    samples, sample_rate = soundfile.read(shared_dir / "audio/masters" / f"{name}.flac", 6 * 44100, dtype="float32")
    loud = limited(np.ascontiguousarray(samples.T), Limiter(sample_rate, drive_db, -1.0, release_ms))
    assert true_peak_db(loud) < -1.0 + 0.01


@given(
    cuts=st.lists(st.integers(0, 9000), max_size=30),
    sample_rate=st.sampled_from([8000, 44100, 192000]),
    release_ms=st.sampled_from([20.0, 150.0, 1000.0]),
    seed=st.integers(0, 1000),
)
@settings(deadline=None, max_examples=30)
def test_any_partition_gives_the_same_bits(cuts: list[int], sample_rate: int, release_ms: float, seed: int) -> None:
    samples = noise(0.25, 0.5, 36000, seed) * np.float32(np.random.default_rng(seed).uniform(0, 1))
    whole = Limiter(sample_rate, 6.0, -1.0, release_ms)
    parts = Limiter(sample_rate, 6.0, -1.0, release_ms)
    expected = whole.process(samples)
    blocks = np.split(samples, sorted(cuts), axis=1)
    outputs, reductions = [], []
    for block in blocks:
        outputs.append(parts.process(block))
        reductions.append(parts.reduction_db)
    np.testing.assert_array_equal(np.concatenate(outputs, axis=1), expected)
    np.testing.assert_array_equal(np.concatenate(reductions), whole.reduction_db)


def test_blocks_of_one_sample_give_the_same_bits() -> None:
    samples = noise(0.05, 0.5)
    whole, single = Limiter(SAMPLE_RATE, 6.0, -1.0, 50.0), Limiter(SAMPLE_RATE, 6.0, -1.0, 50.0)
    outputs = [single.process(samples[:, i : i + 1]) for i in range(samples.shape[1])]
    np.testing.assert_array_equal(np.concatenate(outputs, axis=1), whole.process(samples))


def test_an_empty_block_gives_an_empty_block() -> None:
    limiter = Limiter(SAMPLE_RATE, 0.0, -1.0, 100.0)
    assert limiter.process(np.zeros((2, 0), np.float32)).shape == (2, 0)


@pytest.mark.parametrize("sample_rate", [8000, 44100, 48000, 192000])
def test_output_trails_by_the_latency_and_begins_with_zeros(sample_rate: int) -> None:
    limiter = Limiter(sample_rate, 0.0, -1.0, 100.0)
    impulse = np.zeros((2, limiter.latency + 3), np.float32)
    impulse[:, 0] = 0.5
    expected = np.zeros_like(impulse)
    expected[:, limiter.latency] = 0.5
    np.testing.assert_array_equal(limiter.process(impulse), expected)


@given(drive_db=st.floats(-20.0, 12.0), seed=st.integers(0, 1000))
@settings(deadline=None, max_examples=20)
def test_below_the_ceiling_there_is_drive_and_nothing_else(drive_db: float, seed: int) -> None:
    samples = noise(0.1, 0.1, seed=seed)
    samples *= np.float32(10 ** ((-1.1 - drive_db - true_peak_db(samples)) / 20))
    quiet = limited(samples, Limiter(SAMPLE_RATE, drive_db, -1.0, 100.0))
    np.testing.assert_array_equal(quiet, samples * np.float32(10 ** (drive_db / 20)))


def test_both_channels_get_the_same_gain() -> None:
    samples = noise(0.5, 0.5)
    samples[1] = samples[0] * np.float32(-0.25)
    loud = limited(samples, Limiter(SAMPLE_RATE, 6.0, -1.0, 100.0))
    np.testing.assert_array_equal(loud[1], loud[0] * np.float32(-0.25))


def test_reduction_is_the_gain_that_was_applied() -> None:
    samples = noise(0.5, 0.5)
    limiter = Limiter(SAMPLE_RATE, 0.0, -1.0, 100.0)
    loud = limited(samples, limiter)
    gain = 10 ** (-limiter.reduction_db[limiter.latency :] / 20)
    np.testing.assert_allclose(loud, samples * gain, atol=1e-6)


def test_reduction_is_never_negative() -> None:
    assert reduction(noise(0.5, 0.5), Limiter(SAMPLE_RATE, 6.0, -1.0, 20.0)).min() >= 0.0


@given(drive_db=st.floats(0.0, 12.0), more_db=st.floats(0.0, 6.0))
@settings(deadline=None, max_examples=15)
def test_more_drive_never_gives_less_reduction(drive_db: float, more_db: float) -> None:
    samples = noise(0.2, 0.3)
    less = reduction(samples, Limiter(SAMPLE_RATE, drive_db, -1.0, 100.0))
    more = reduction(samples, Limiter(SAMPLE_RATE, drive_db + more_db, -1.0, 100.0))
    assert (more - less).min() > -1e-4


@given(scale_db=st.floats(-30.0, 10.0))
@settings(deadline=None, max_examples=15)
def test_signal_and_ceiling_scaled_alike_scale_the_output(scale_db: float) -> None:
    samples, scale = noise(0.2, 0.3), np.float32(10 ** (scale_db / 20))
    plain = limited(samples, Limiter(SAMPLE_RATE, 6.0, -1.0, 100.0))
    scaled = limited(samples * scale, Limiter(SAMPLE_RATE, 6.0, -1.0 + scale_db, 100.0))
    np.testing.assert_allclose(scaled / scale, plain, atol=1e-5)


@pytest.mark.parametrize("hz", [42.0, 50.0, 80.0, 120.0])
@pytest.mark.parametrize("release_ms", [20.0, 150.0])
def test_gain_stands_still_on_a_steady_bass_note(hz: float, release_ms: float) -> None:
    depth = reduction(tone(hz, 1.0, 0.9), Limiter(SAMPLE_RATE, 6.0, -1.0, release_ms))
    assert np.ptp(depth[SAMPLE_RATE // 2 : -SAMPLE_RATE // 4]) < 0.01


@pytest.mark.parametrize("release_ms", [50.0, 150.0, 1000.0])
def test_gain_recovers_ten_db_in_the_release_time(release_ms: float) -> None:
    click = np.zeros((2, round(3.0 * SAMPLE_RATE)), np.float32)
    click[:, 1000] = 10.0
    depth = reduction(click, Limiter(SAMPLE_RATE, 0.0, -1.0, release_ms))
    seconds = (np.flatnonzero(depth > 5.0)[-1] - np.flatnonzero(depth > 15.0)[-1]) / SAMPLE_RATE
    assert seconds == pytest.approx(release_ms / 1000.0, rel=0.01)


def test_gain_is_smooth() -> None:
    click = np.zeros((2, SAMPLE_RATE // 2), np.float32)
    click[:, 9000] = 4.0
    depth = reduction(click, Limiter(SAMPLE_RATE, 0.0, -1.0, 20.0))
    assert np.abs(np.diff(depth)).max() < depth.max() / 80


def test_silence_stays_silent() -> None:
    silence = np.zeros((2, 5000), np.float32)
    np.testing.assert_array_equal(Limiter(SAMPLE_RATE, 36.0, -12.0, 20.0).process(silence), silence)


def test_full_scale_noise_driven_to_the_limit_is_finite() -> None:
    samples = np.sign(noise(0.2, 1.0))
    assert np.isfinite(Limiter(SAMPLE_RATE, 36.0, -12.0, 20.0).process(samples)).all()
