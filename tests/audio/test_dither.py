"""TPDF dither and quantisation: the statistics that theory gives them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metamaster.audio.dither import quantise, tpdf

from .conftest import noise

MANY = 2**19


@given(
    seed=st.integers(0, 2**64 - 1),
    channels=st.integers(1, 2),
    start=st.integers(0, 10**10),
    cuts=st.lists(st.integers(0, 40), min_size=1, max_size=6),
)
def test_noise_does_not_depend_on_the_blocks_it_is_asked_for_in(seed: int, channels: int, start: int, cuts: list[int]):
    starts = start + np.cumsum([0, *cuts])
    parts = [tpdf(seed, channels, int(at), cut) for at, cut in zip(starts, cuts, strict=False)]
    assert np.array_equal(np.concatenate(parts, axis=1), tpdf(seed, channels, start, sum(cuts)))


def test_another_seed_is_another_noise():
    assert not np.array_equal(tpdf(1, 2, 0, 100), tpdf(2, 2, 0, 100))


def test_noise_spans_two_steps():
    drawn = tpdf(0, 2, 0, MANY)
    assert -1 < drawn.min() < -0.99
    assert 0.99 < drawn.max() < 1


def test_noise_is_triangular():
    shares, edges = np.histogram(tpdf(0, 2, 0, MANY), bins=20, range=(-1, 1), density=True)
    assert shares == pytest.approx(1 - np.abs(edges[:-1] + edges[1:]) / 2, abs=0.01)


def test_noise_is_centred_and_has_the_variance_of_two_uniform_deviates():
    drawn = tpdf(0, 2, 0, MANY)
    assert drawn.mean() == pytest.approx(0, abs=0.002)
    assert drawn.var() == pytest.approx(1 / 6, rel=0.01)


def test_noise_is_white_and_the_channels_are_independent():
    drawn = tpdf(0, 2, 0, MANY)
    rows = drawn[0].reshape(-1, 1024) * np.hanning(1024)
    power = (np.abs(np.fft.rfft(rows)) ** 2).mean(axis=0)[1:-1]
    assert np.ptp(10 * np.log10(power)) < 2.5
    assert np.corrcoef(drawn)[0, 1] == pytest.approx(0, abs=0.01)


@pytest.mark.parametrize("level_lsb", [0.0, 0.1, 0.25, 0.5, 0.9])
def test_the_error_has_the_same_mean_and_power_at_every_level(level_lsb: float):
    level = np.full((2, MANY), level_lsb / 2**15, np.float32)
    error = quantise(level, 16, tpdf(3, 2, 0, MANY)) - level_lsb
    assert error.mean() == pytest.approx(0, abs=0.003)
    assert error.var() == pytest.approx(1 / 4, rel=0.01)


def test_a_tone_below_one_step_survives():
    tone = np.sin(2 * np.pi * np.arange(MANY) * 0.01) * 0.4
    written = quantise((tone[None] / 2**15).astype(np.float32), 16, tpdf(0, 1, 0, MANY))
    assert (written[0] * tone).mean() / (tone**2).mean() == pytest.approx(1, abs=0.02)


@pytest.mark.parametrize("bits", [16, 24])
def test_whole_steps_stay_as_they_are_without_noise(bits: int):
    steps = np.array([[-(2 ** (bits - 1)), -1000, -1, 0, 1, 1000, 2 ** (bits - 1) - 1]])
    samples = (steps / 2 ** (bits - 1)).astype(np.float32)
    assert np.array_equal(quantise(samples, bits, np.zeros(steps.shape, np.float32)), steps)


@pytest.mark.parametrize("bits", [16, 24])
def test_what_is_too_loud_is_clipped_and_never_wraps(bits: int):
    loud = np.array([[-9.0, -1.0, 0.99999994, 1.0, 9.0]], np.float32)
    written = quantise(loud, bits, np.array([[0.0, -0.9, 0.9, 0.9, 0.0]], np.float32))
    low, high = -(2 ** (bits - 1)), 2 ** (bits - 1) - 1
    assert written.tolist() == [[low, low, high, high, high]]


def test_24_bits_are_exact_near_full_scale():
    samples = noise(peak=1.0, samples=1000)
    drawn = tpdf(0, 2, 0, 1000)
    expected = np.rint(samples.astype(np.longdouble) * 2**23 + drawn).astype(np.int32)
    assert np.array_equal(quantise(samples, 24, drawn), expected.clip(-(2**23), 2**23 - 1))
