"""True peaks of what lies close to half the sample rate, where the meter's own taps fall off."""

import numpy as np
import pytest
from scipy import signal

from metamaster.measure.full_band_peak import FullBandPeak
from tests.measure.signals import Samples, cut, noise

HALF_DB = 20.0 * np.log10(0.5)


def sine(share: float, frames: int = 30_000) -> Samples:
    """A faded sine of amplitude ½ and ``share`` of the sample rate."""
    wave = 0.5 * np.sin(2 * np.pi * share * np.arange(frames) + 0.3) * signal.windows.tukey(frames, 0.5)
    return wave[None].astype(np.float32)


def read_db(blocks: list[Samples], floor: float = 0.3) -> float:
    meter = FullBandPeak(blocks[0].shape[0], floor)
    for block in blocks:
        meter.add(block)
    return meter.result_db()


@pytest.mark.parametrize("share", [0.455, 0.47, 0.48, 0.49, 0.495])
def test_a_sine_close_to_half_the_sample_rate_reads_its_amplitude(share: float) -> None:
    assert read_db([sine(share)]) == pytest.approx(HALF_DB, abs=0.02)


def test_what_stays_below_the_floor_is_not_told() -> None:
    assert read_db([sine(0.49)], floor=0.51) == -np.inf


def test_sound_with_nothing_up_there_is_left_to_the_meter() -> None:
    assert read_db([sine(0.2)]) == -np.inf


def test_noise_up_to_half_the_sample_rate_reads_as_one_long_interpolation_does() -> None:
    samples = noise(20_000, 0.3, 1)
    padded = np.pad(samples, ((0, 0), (4000, 4000)))
    whole = np.fft.irfft(np.fft.rfft(padded), 16 * padded.shape[1]) * 16
    assert read_db([samples]) == pytest.approx(20.0 * np.log10(np.abs(whole).max()), abs=0.02)


def test_blocks_of_any_size_read_the_same() -> None:
    samples = noise(20_000, 0.3, 1)
    assert read_db(cut(samples, [1, 5000, 5001, 17_000])) == pytest.approx(read_db([samples]), abs=1e-4)
