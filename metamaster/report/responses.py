"""Frequency responses of the chain's filters in dB, for charts."""

from collections.abc import Mapping

import numpy as np
from jaxtyping import Float64

from metamaster.chain.jax_renderer.response import Parts, filter_fraction, frequency_grid
from metamaster.chain.layout import SHELF_Q, SIDE_IMAGE, FilterSlot, image_slot_values
from metamaster.chain.settings import Settings

Bins = Float64[np.ndarray, " bins"]


def slot_response_db(slot: FilterSlot, values: Mapping[str, float], hz: Bins, sample_rate: int) -> Bins:
    """The magnitude in dB of one filter at frequencies in Hz, all below half the sample rate and above 0."""
    freq_hz = values[f"{slot.prefix}.freq_hz"]
    q = values[f"{slot.prefix}.q"] if slot.kind == "peak" else SHELF_Q
    gain_db = 0.0 if slot.kind == "high_pass" else values[f"{slot.prefix}.gain_db"]
    response = filter_fraction(slot.kind, frequency_grid(hz, sample_rate), freq_hz, gain_db, q)
    return _power_db(response.numerator) - _power_db(response.denominator)


def image_response_db(settings: Settings, hz: Bins, sample_rate: int) -> Bins:
    """What the stereo image stage does to the side, in dB."""
    values = image_slot_values(settings.as_dict())
    responses = [slot_response_db(slot, values, hz, sample_rate) for slot in SIDE_IMAGE]
    return np.asarray(np.sum(responses, axis=0) + settings["image.mid_width_db"])


def _power_db(parts: Parts) -> Bins:
    return np.asarray(10.0 * np.log10(np.maximum(np.square(parts.real) + np.square(parts.imag), 1e-12)))
