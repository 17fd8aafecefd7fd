"""Sounds that cannot be mastered are refused, with the reason."""

import numpy as np
import pytest

from metamaster.audio.checks import SourceCheck
from metamaster.audio.files import ArraySource
from metamaster.errors import InputEmpty, NonFiniteInput, SilentInput, TooShort

from .conftest import noise

RATE = 8000


def source(samples: np.ndarray) -> ArraySource:
    return ArraySource(samples, RATE, name="song.wav")


def check_source(given: ArraySource) -> None:
    """One reading of the whole, judged by its level."""
    check = SourceCheck(given)
    for block in given.blocks():
        check.add(block)
    check.finish()


def test_music_passes():
    check_source(source(noise(samples=4 * RATE)))


def test_three_seconds_are_enough():
    check_source(source(noise(samples=3 * RATE)))


def test_less_is_too_short():
    with pytest.raises(TooShort, match=r"song\.wav lasts 2\.99 s: give at least 3 s of music\."):
        check_source(source(noise(samples=3 * RATE - 80)))


def test_no_samples_are_empty():
    with pytest.raises(InputEmpty, match=r"song\.wav holds no samples: "):
        check_source(source(noise(samples=0)))


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_sample_that_is_not_a_number_is_placed_in_time(value: float):
    samples = noise(samples=20 * RATE)
    samples[1, 100_000:] = value
    with pytest.raises(NonFiniteInput, match=r"song\.wav holds samples that are not numbers .* at 12\.5 s: "):
        check_source(source(samples))


@pytest.mark.parametrize("peak_db", [-np.inf, -90.0, -70.1])
def test_what_never_reaches_the_gate_is_silent(peak_db: float):
    with pytest.raises(SilentInput, match=r"song\.wav is silent"):
        check_source(source(noise(samples=4 * RATE, peak=10 ** (peak_db / 20))))


def test_very_soft_music_is_not_silent():
    check_source(source(noise(samples=4 * RATE, peak=10 ** (-60 / 20))))


@pytest.mark.parametrize("integrated_lufs", [-np.inf, -70.0])
def test_a_click_in_silence_is_silent_by_its_loudness(integrated_lufs: float):
    samples = np.zeros((2, 4 * RATE), np.float32)
    samples[:, RATE] = 1
    check = SourceCheck(source(samples))
    check.add(samples)
    with pytest.raises(SilentInput):
        check.finish(integrated_lufs)


def test_peak_is_the_largest_magnitude_of_all_blocks():
    check = SourceCheck(source(noise(samples=RATE)))
    for value in (0.25, -1.5, 0.5):
        check.add(np.full((2, 10), value, np.float32))
    assert check.peak == 1.5


def test_blocks_of_no_samples_are_taken():
    check = SourceCheck(source(noise(samples=RATE)))
    check.add(noise(samples=0))
    assert check.peak == 0


def test_samples_whose_squares_have_no_room_are_no_sound():
    with pytest.raises(
        NonFiniteInput, match=r"song\.wav holds samples that are no sound \(1e\+30 times full scale\): "
    ):
        check_source(source(np.float32(2e30) * noise(samples=4 * RATE)))


def test_whole_numbers_that_were_stored_as_they_are_pass():
    check_source(source(np.float32(2**32) * noise(samples=4 * RATE)))
