import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metamaster.measure.interpolator import CHUNK, TAPS, WINDOW, interpolator


@pytest.mark.parametrize("oversampling", [2, 4, 8, 16])
def test_samples_themselves_are_on_the_grid(oversampling: int) -> None:
    window = np.random.default_rng(1).standard_normal(WINDOW)
    grid = interpolator(oversampling).rows @ window
    np.testing.assert_array_equal(grid[1::oversampling], window[TAPS // 2 : TAPS // 2 + CHUNK + 1])


def test_a_constant_stays_constant() -> None:
    np.testing.assert_allclose(interpolator(8).rows.sum(axis=1), 1.0, rtol=1e-12)


@pytest.mark.parametrize("share", [0.1, 0.3, 0.4, 0.45, 0.46])
def test_a_sine_keeps_its_level_within_a_hundredth_of_a_decibel(share: float) -> None:
    place = np.arange(WINDOW) - TAPS // 2
    grid = interpolator(8).rows @ np.exp(2j * np.pi * share * place)
    assert np.abs(20 * np.log10(np.abs(grid))).max() < 0.011


@settings(deadline=None, max_examples=60)
@given(seed=st.integers(0, 2**32 - 1), kind=st.sampled_from(["noise", "signs", "steps", "aligned"]))
def test_no_grid_value_nor_parabola_passes_the_bounds(seed: int, kind: str) -> None:
    by, random = interpolator(8), np.random.default_rng(seed)
    window = random.uniform(-1, 1, WINDOW)
    if kind == "signs":
        window = np.sign(window)
    elif kind == "steps":
        window = np.cumsum(window) / 10
    elif kind == "aligned":
        window = np.sign(by.rows[random.integers(len(by.rows))])
    grid = np.abs(by.rows @ window)
    left, middle, right = grid[:-2], grid[1:-1], grid[2:]
    fall = 2 * middle - left - right
    top = (middle >= left) & (middle >= right) & (fall > 0)
    peak = np.max(middle[top] + (right - left)[top] ** 2 / (8 * fall[top]), initial=middle.max())
    curve = np.abs(np.diff(window, 2)).max()
    largest = np.abs(window).max()
    assert peak <= min(by.by_peak * largest, by.by_line * largest + by.by_curve * curve) * (1 + 1e-9)
