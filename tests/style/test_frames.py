"""What style is read from: powers in third-octave bands of mid and side, every 46 ms, and peaks."""

import jax
import numpy as np
import pytest

from metamaster.measure.bands import THIRD_OCTAVE_HZ, band_edges_hz
from metamaster.style.frames import FLOOR, HOP, STYLE_RATE, Frames, analyse_frames, samples_for

from .sounds import noise, sine

FRAMES = 60
analyse = jax.jit(analyse_frames)


def powers(audio: np.ndarray) -> np.ndarray:
    """Mid and side, mean over the frames."""
    return np.asarray(analyse(audio).power).mean(axis=1)


def db(power: np.ndarray) -> np.ndarray:
    return 10.0 * np.log10(power)


@pytest.mark.parametrize("frames", [1, 2, 60])
def test_so_many_samples_give_so_many_frames(frames: int) -> None:
    power, peak = analyse(noise(samples_for(frames)))
    assert (power.shape, peak.shape) == ((2, frames, 29), (frames,))


def test_a_rest_shorter_than_a_hop_is_dropped() -> None:
    audio = noise(samples_for(2) + HOP - 1)
    whole = audio[:, : samples_for(2)]
    assert np.array_equal(analyse(audio).power, analyse(whole).power)


# Below 60 Hz the bands are narrower than what a window of 8192 samples resolves.
@pytest.mark.parametrize("band", range(4, 29), ids=lambda band: f"{THIRD_OCTAVE_HZ[band]:.0f} Hz")
def test_a_sine_is_in_its_band_at_its_level(band: int) -> None:
    mid, _ = powers(sine(THIRD_OCTAVE_HZ[band], samples_for(FRAMES), 0.5))
    assert db(mid[band]) == pytest.approx(db(0.5**2 / 2), abs=0.15)


@pytest.mark.parametrize("band", range(4, 29), ids=lambda band: f"{THIRD_OCTAVE_HZ[band]:.0f} Hz")
def test_a_sine_is_hardly_in_other_bands(band: int) -> None:
    mid, _ = powers(sine(THIRD_OCTAVE_HZ[band], samples_for(FRAMES), 0.5))
    assert np.all(db(np.delete(mid, band)) < db(mid[band]) - 15.0)


@pytest.mark.parametrize("hz", [32.0, 47.0, 140.0, 1000.0, 11000.0])
def test_all_bands_together_hold_the_power_of_a_sine(hz: float) -> None:
    mid, _ = powers(sine(hz, samples_for(FRAMES), 0.5))
    assert db(mid.sum()) == pytest.approx(db(0.5**2 / 2), abs=0.05)


def test_white_noise_fills_bands_by_their_width() -> None:
    mid, side = powers(noise(samples_for(430), sigma=0.1))
    low, high = (np.array(edges) for edges in band_edges_hz(THIRD_OCTAVE_HZ, 3))
    wanted = db(0.1**2 / 2 * (high - low) / (STYLE_RATE / 2))
    # The lowest bands are so narrow that twenty seconds of noise vary in them by a decibel.
    tolerance = np.where(low < 100.0, 1.0, 0.5)
    assert np.all(np.abs(db(mid) - wanted) < tolerance) and np.all(np.abs(db(side) - wanted) < tolerance)


def test_what_is_alike_in_both_channels_is_mid_alone() -> None:
    _, side = powers(sine(1000.0, samples_for(FRAMES), 0.5))
    assert side == pytest.approx(FLOOR)


def test_what_is_opposite_in_the_channels_is_side_alone() -> None:
    mid, _ = powers(sine(1000.0, samples_for(FRAMES), 0.5) * np.array([[1.0], [-1.0]], np.float32))
    assert mid == pytest.approx(FLOOR)


def test_one_channel_is_mid_and_side_alike() -> None:
    mid, side = powers(noise(samples_for(FRAMES)) * np.array([[1.0], [0.0]], np.float32))
    assert mid == pytest.approx(side)


@pytest.mark.parametrize("gain", [0.01, 0.5, 8.0])
def test_power_goes_with_the_square_of_the_level(gain: float) -> None:
    audio = noise(samples_for(FRAMES), sigma=0.1)
    louder = powers(audio * np.float32(gain)) - FLOOR
    assert louder == pytest.approx(gain**2 * (powers(audio) - FLOOR), rel=1e-3)


def test_a_frame_holds_the_largest_sample_of_its_hop_in_either_channel() -> None:
    audio = np.zeros((2, samples_for(4)), np.float32)
    audio[1, 2 * HOP + 77] = -0.7
    assert np.asarray(analyse(audio).peak) == pytest.approx([0.0, 0.7, 0.0, 0.0])


def test_silence_is_the_floor() -> None:
    frames: Frames = analyse(np.zeros((2, samples_for(4)), np.float32))
    assert np.asarray(frames.power) == pytest.approx(FLOOR) and not np.asarray(frames.peak).any()
