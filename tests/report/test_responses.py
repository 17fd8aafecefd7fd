"""The curves of the report against the filters that are heard: Pedalboard's impulse responses."""

import numpy as np
import pedalboard
import pytest

from metamaster.chain.layout import EQ_MID, EQ_SIDE, SHELF_Q, FilterSlot
from metamaster.chain.parameters import PARAMETERS
from metamaster.chain.settings import DEFAULTS
from metamaster.report.responses import image_response_db, slot_response_db

SAMPLES = 1 << 16
FILTERS = {
    "low_shelf": pedalboard.LowShelfFilter,
    "peak": pedalboard.PeakFilter,
    "high_shelf": pedalboard.HighShelfFilter,
}
SETTINGS = DEFAULTS.replace(
    {entry.name: 4.5 for entry in PARAMETERS if entry.name.startswith("eq.") and entry.name.endswith("gain_db")}
)


def heard_db(slot: FilterSlot, hz: np.ndarray, sample_rate: int) -> np.ndarray:
    values, impulse = SETTINGS.as_dict(), np.zeros((1, SAMPLES), np.float32)
    impulse[0, 0] = 1.0
    freq = values[f"{slot.prefix}.freq_hz"]
    if slot.kind == "high_pass":
        plugin = pedalboard.HighpassFilter(freq)
    else:
        gain, q = values[f"{slot.prefix}.gain_db"], values.get(f"{slot.prefix}.q", SHELF_Q)
        plugin = FILTERS[slot.kind](freq, gain, q)
    spectrum = np.abs(np.fft.rfft(plugin.process(impulse, sample_rate)[0].astype(np.float64)))
    return np.interp(hz, np.fft.rfftfreq(SAMPLES, 1 / sample_rate), 20 * np.log10(np.maximum(spectrum, 1e-9)))


@pytest.mark.parametrize("sample_rate", [8000, 44100, 96000])
@pytest.mark.parametrize("slot", EQ_MID + EQ_SIDE, ids=lambda slot: slot.prefix)
def test_a_filter_is_drawn_as_it_is_heard(slot: FilterSlot, sample_rate: int) -> None:
    hz = np.geomspace(20.0, 0.45 * sample_rate, 60)
    drawn = slot_response_db(slot, SETTINGS.as_dict(), hz, sample_rate)
    assert drawn == pytest.approx(heard_db(slot, hz, sample_rate), abs=0.05)


def test_a_bell_reaches_its_gain_at_its_centre() -> None:
    slot = next(slot for slot in EQ_MID if slot.kind == "peak")
    centre = np.array([SETTINGS[f"{slot.prefix}.freq_hz"]])
    assert slot_response_db(slot, SETTINGS.as_dict(), centre, 44100) == pytest.approx(4.5)


def test_the_image_reaches_its_widths_in_the_three_ranges() -> None:
    settings = DEFAULTS.replace({"image.low_width_db": -6.0, "image.mid_width_db": 1.0, "image.high_width_db": 3.0})
    found = image_response_db(settings, np.array([40.0, 1000.0, 20000.0]), 48000)
    assert found == pytest.approx([-6.0, 1.0, 3.0], abs=0.7)
