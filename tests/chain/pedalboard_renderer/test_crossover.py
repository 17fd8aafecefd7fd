"""The three-band split sums flat at any corners and rates."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metamaster.chain.pedalboard_renderer.crossover import Crossover, ThreeBands

LENGTH = 65536
IMPULSE = np.eye(1, LENGTH)[0]
rates = st.sampled_from([8000, 11025, 22050, 44100, 48000, 96000, 192000])
quick = settings(deadline=None, max_examples=40)


def level_db(signal: np.ndarray) -> np.ndarray:
    return 20.0 * np.log10(np.maximum(np.abs(np.fft.rfft(signal)), 1e-12))


@quick
@given(st.floats(60.0, 400.0), st.floats(1000.0, 8000.0), rates)
def test_three_bands_sum_flat_to_a_hundredth_of_a_decibel(low_hz: float, high_hz: float, sample_rate: int):
    bands = ThreeBands(low_hz, high_hz, sample_rate).process(IMPULSE)
    assert np.abs(level_db(sum(bands))).max() < 0.01


@quick
@given(st.floats(60.0, 3000.0), st.sampled_from([8000, 44100, 96000]))
def test_both_bands_are_six_decibels_down_at_the_corner(corner_hz: float, sample_rate: int):
    bins = max(1, round(corner_hz * LENGTH / sample_rate))
    low, high = Crossover(bins * sample_rate / LENGTH, sample_rate).process(IMPULSE)
    for band in (low, high):
        np.testing.assert_allclose(level_db(band)[bins], 20 * np.log10(0.5), atol=0.01)


def test_a_band_falls_by_24_db_an_octave():
    corner = 512
    low, high = map(level_db, Crossover(corner * 192000 / LENGTH, 192000).process(IMPULSE))
    assert high[corner // 4] - high[corner // 8] == pytest.approx(24.0, abs=0.2)
    assert low[corner * 4] - low[corner * 8] == pytest.approx(24.0, abs=0.4)
