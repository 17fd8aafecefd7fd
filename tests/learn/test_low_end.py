"""The low end stays in phase: never widened beyond what is safe in mono, and folded where the mix's own is not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import signal

from metamaster.audio.files import ArraySource
from metamaster.learn.low_end import fold_low_end, kept_in_phase
from metamaster.measure.analysis import Analysis, analyse
from metamaster.measure.bands import OCTAVE_HZ

from .sounds import prior_for

LOW = np.array(OCTAVE_HZ) < 160.0
octaves = st.lists(st.floats(-30.0, 6.0), min_size=10, max_size=10).map(np.array)


def test_low_octaves_of_a_narrow_mix_may_widen_to_half_the_mids_amplitude() -> None:
    kept = kept_in_phase(np.full(10, -20.0), np.full(10, 20.0))
    assert kept[LOW] == pytest.approx(14.0) and kept[~LOW] == pytest.approx(20.0)


@given(width=octaves, change=octaves)
def test_low_octaves_are_never_widened_further(width: np.ndarray, change: np.ndarray) -> None:
    after = (width + kept_in_phase(width, change))[LOW]
    assert np.all(after <= np.maximum(width[LOW], -6.0) + 1e-9)


@given(width=octaves, change=octaves)
def test_what_narrows_is_left_as_it_is(width: np.ndarray, change: np.ndarray) -> None:
    narrowed = change <= 0.0
    assert np.array_equal(kept_in_phase(width, change)[narrowed], change[narrowed])


def song(right: float) -> Analysis:
    """Noise in both channels with a bass that comes out of the right one with that gain."""
    random = np.random.default_rng(0)
    bass = signal.sosfilt(signal.butter(4, 120.0, fs=44100, output="sos"), random.normal(0.0, 1.0, 220500))
    pair = random.normal(0.0, 0.02, (2, 220500)) + np.stack([bass, right * bass])
    return analyse(ArraySource(pair.astype(np.float32), 44100))


@pytest.mark.parametrize("right", [1.0, 0.5])
def test_a_low_end_in_phase_is_left_alone(right: float) -> None:
    assert fold_low_end(prior_for(), song(right)).start == prior_for().start


@pytest.mark.parametrize("right", [-1.0, -0.2])
def test_a_low_end_out_of_phase_is_made_mono(right: float) -> None:
    assert fold_low_end(prior_for(), song(right)).start["image.mono_below_hz"] >= 100.0
