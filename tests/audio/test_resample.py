"""Sample-rate conversion: lengths, accuracy, streaming."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metamaster.audio.files import ArraySource
from metamaster.audio.resample import ResampledSource, resample, resampled, resampled_frames

from .conftest import noise

RATES_HZ = [8000, 11025, 16000, 22050, 32000, 44056, 44100, 48000, 88200, 96000, 176400, 192000]


def tone(frequency_hz: float, sample_rate: int, samples: int) -> np.ndarray:
    return np.sin(2 * np.pi * frequency_hz / sample_rate * np.arange(samples)).astype(np.float32)[None]


@settings(deadline=None)
@given(
    from_rate=st.sampled_from(RATES_HZ),
    to_rate=st.sampled_from(RATES_HZ),
    samples=st.integers(0, 3000),
    block=st.integers(1, 4000),
)
def test_streaming_is_converting_at_once(from_rate: int, to_rate: int, samples: int, block: int):
    whole = noise(samples=samples)
    source = ResampledSource(ArraySource(whole, from_rate), to_rate)
    streamed = np.concatenate([whole[:, :0], *source.blocks(block)], axis=1)
    assert np.array_equal(streamed, resample(whole, from_rate, to_rate) if from_rate != to_rate else streamed)
    assert streamed.shape[1] == source.frames == resampled_frames(samples, from_rate, to_rate)


@pytest.mark.parametrize("samples", [441 * 160, 200_000, 200_320, 70_561])
def test_lengths_that_fall_between_two_samples_are_counted_as_they_come(samples: int):
    source = ResampledSource(ArraySource(noise(channels=1, samples=samples), 192_000), 44_100)
    assert source.read().shape[1] == source.frames


@pytest.mark.parametrize(("from_rate", "to_rate"), [(44_100, 48_000), (96_000, 44_100), (44_100, 96_000)])
def test_a_tone_keeps_its_pitch_phase_and_level(from_rate: int, to_rate: int):
    converted = resample(tone(1000, from_rate, from_rate), from_rate, to_rate)
    expected = tone(1000, to_rate, converted.shape[1])
    inner = slice(to_rate // 10, -to_rate // 10)
    assert np.abs(converted - expected)[:, inner].max() < 1e-6


def test_what_the_lower_rate_cannot_hold_is_gone():
    converted = resample(tone(23_000, 96_000, 96_000), 96_000, 44_100)
    assert np.abs(converted[:, 4410:-4410]).max() < 1e-6


def test_samples_beyond_full_scale_are_kept():
    loud = resample(2 * tone(1000, 44_100, 44_100), 44_100, 48_000)
    assert np.abs(loud).max() == pytest.approx(2, abs=1e-3)


@settings(deadline=None)
@given(start=st.integers(0, 2200), stop=st.none() | st.integers(0, 2200), size=st.integers(1, 900))
def test_any_part_equals_that_part_of_the_whole(start: int, stop: int | None, size: int):
    source = ResampledSource(ArraySource(noise(samples=2000), 44_100), 48_000)
    whole = source.read()
    assert np.array_equal(source.read(start, stop), whole[:, start:stop])


def test_the_right_rate_already_is_left_alone():
    source = ArraySource(noise(), 44_100)
    assert resampled(source, 44_100) is source
    assert resampled(source, 48_000).sample_rate == 48_000
