"""The three-band split gives back what it was given, at any corners and rates."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metamaster.chain.pedalboard_renderer.crossover import ThreeBands

LENGTH = 65536
IMPULSE = np.eye(1, LENGTH)[0]
rates = st.sampled_from([8000, 11025, 22050, 44100, 48000, 96000, 192000])
quick = settings(deadline=None, max_examples=40)


def level_db(signal: np.ndarray) -> np.ndarray:
    return 20.0 * np.log10(np.maximum(np.abs(np.fft.rfft(signal)), 1e-12))


@quick
@given(st.floats(60.0, 400.0), st.floats(1000.0, 8000.0), rates)
def test_three_bands_sum_to_what_came_in(low_hz: float, high_hz: float, sample_rate: int):
    noise = np.random.default_rng(0).standard_normal(LENGTH)
    bands = ThreeBands(low_hz, high_hz, sample_rate).process(noise)
    np.testing.assert_allclose(sum(bands), noise, rtol=0.0, atol=1e-12)


def on_a_bin(freq_hz: float, sample_rate: int) -> tuple[int, float]:
    bins = max(1, round(freq_hz * LENGTH / sample_rate))
    return bins, bins * sample_rate / LENGTH


@quick
@given(st.floats(60.0, 400.0), st.floats(4000.0, 8000.0), st.sampled_from([44100, 96000]))
def test_the_outer_bands_are_three_decibels_down_at_their_corners(low_hz: float, high_hz: float, sample_rate: int):
    (first, low_hz), (second, high_hz) = on_a_bin(low_hz, sample_rate), on_a_bin(high_hz, sample_rate)
    low, _, high = map(level_db, ThreeBands(low_hz, high_hz, sample_rate).process(IMPULSE))
    beyond_first = -10.0 * np.log10(
        1.0 + (np.tan(np.pi * low_hz / sample_rate) / np.tan(np.pi * high_hz / sample_rate)) ** 2
    )
    assert low[first] == pytest.approx(-3.01, abs=0.01)
    assert high[second] == pytest.approx(-3.01 + beyond_first, abs=0.01)


def test_a_band_falls_by_6_db_an_octave():
    first, second = 64, 2048
    low, _, high = map(level_db, ThreeBands(first * 192000 / LENGTH, second * 192000 / LENGTH, 192000).process(IMPULSE))
    assert high[first // 8] - high[first // 16] == pytest.approx(12.0, abs=0.2)
    assert high[second // 4] - high[second // 8] == pytest.approx(6.0, abs=0.3)
    assert low[first * 8] - low[first * 16] == pytest.approx(6.0, abs=0.2)
