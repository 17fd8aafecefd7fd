"""The kernels that are taken from SciPy give what SciPy's own functions give."""

import numpy as np
import pytest
import scipy.fft
from scipy import signal

from metamaster.scipy_kernels import fast_length, rfft, sosfilt


def test_rows_are_filtered_and_the_state_goes_on() -> None:
    sections = signal.butter(6, 0.2, output="sos")
    samples = np.random.default_rng(0).standard_normal((2, 999))
    state = np.zeros((2, len(sections), 2))
    parts = [sosfilt(sections, part, state) for part in (samples[:, :400], samples[:, 400:400], samples[:, 400:])]
    np.testing.assert_array_equal(np.concatenate(parts, axis=1), signal.sosfilt(sections, samples))


@pytest.mark.parametrize("shape", [(2048,), (3, 100), (2, 5, 2048)])
def test_each_row_is_transformed(shape: tuple[int, ...]) -> None:
    rows = np.random.default_rng(0).standard_normal(shape).astype(np.float32)
    np.testing.assert_array_equal(rfft(rows), scipy.fft.rfft(rows))


@pytest.mark.parametrize("samples", [1, 1000, 44101, 463051])
def test_fast_lengths(samples: int) -> None:
    assert fast_length(samples) == scipy.fft.next_fast_len(samples, real=True)
