"""Second-order sections keep their state, and come to rest."""

import numpy as np
from scipy.signal import butter, sosfilt

from metamaster.chain.pedalboard_renderer.sections import Sections

COEFFICIENTS = butter(4, 0.2, output="sos")


def test_block_by_block_is_the_whole_at_once():
    signal = np.random.default_rng(0).standard_normal(1000)
    sections = Sections(COEFFICIENTS)
    parts = [sections.process(part) for part in np.split(signal, [1, 3, 3, 500])]
    np.testing.assert_array_equal(np.concatenate(parts), sosfilt(COEFFICIENTS, signal))


def test_after_long_silence_it_is_as_new():
    sections, fresh = Sections(COEFFICIENTS), Sections(COEFFICIENTS)
    sections.process(np.ones(1000))
    for _ in range(100):
        rest = sections.process(np.zeros(1000))
    assert not rest.any()
    signal = np.random.default_rng(0).standard_normal(1000)
    np.testing.assert_array_equal(sections.process(signal), fresh.process(signal))
