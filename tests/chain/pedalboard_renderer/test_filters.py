"""Rows of Pedalboard filters: lifted out of JUCE's snapping to zero without a change to any rounding."""

import numpy as np
import pedalboard
import pytest

from metamaster.chain.layout import EQ_MID, EQ_SIDE, Slots
from metamaster.chain.pedalboard_renderer.filters import FilterRow, pedalboard_filter
from tests.chain.signals import SAMPLE_RATE, noise, random_chain

by_row = pytest.mark.parametrize("slots", [EQ_MID, EQ_SIDE], ids=["mid", "side"])


@by_row
@pytest.mark.parametrize("seed", range(5))
def test_loud_sound_has_the_bits_of_the_filters_alone(slots: Slots, seed: int):
    values, channel = random_chain(seed), noise(5000)[0]
    alone = pedalboard.Pedalboard(
        [
            pedalboard_filter(
                slot.kind,
                values[f"{slot.prefix}.freq_hz"],
                values.get(f"{slot.prefix}.gain_db", 0.0),
                values.get(f"{slot.prefix}.q", 2**-0.5),
            )
            for slot in slots
        ]
    )
    expected = alone.process(channel[None], SAMPLE_RATE, 5000, reset=False)[0]
    np.testing.assert_array_equal(FilterRow(slots, values, SAMPLE_RATE).process(channel), expected)


@by_row
def test_what_is_400_db_down_is_silence(slots: Slots):
    row = FilterRow(slots, random_chain(0), SAMPLE_RATE)
    assert not row.process(np.full(1000, 1e-24, np.float32)).any()


@by_row
def test_the_loudest_sound_stays_finite(slots: Slots):
    row = FilterRow(slots, random_chain(0), SAMPLE_RATE)
    assert np.isfinite(row.process(noise(5000, 1e4)[0])).all()
