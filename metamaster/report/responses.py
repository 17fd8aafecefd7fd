"""Frequency responses of the chain's filters in NumPy: the same analogue prototypes as the JAX renderer's.

The designs are R. Bristow-Johnson's cookbook under the bilinear transform; the high-pass is of first order.
"""

from collections.abc import Mapping

import numpy as np
from jaxtyping import Complex128, Float64

from metamaster.chain.layout import SHELF_Q, SIDE_IMAGE, FilterKind, FilterSlot, image_slot_values
from metamaster.chain.settings import Settings

Bins = Float64[np.ndarray, " bins"]


def slot_response_db(slot: FilterSlot, values: Mapping[str, float], hz: Bins, sample_rate: int) -> Bins:
    """The magnitude in dB of one filter at frequencies in Hz, all below half the sample rate and above 0."""
    # Pedalboard keeps corners below half the sample rate, which matters on files of low rates.
    freq = min(values[f"{slot.prefix}.freq_hz"], sample_rate / 2.0 - 100.0)
    if slot.kind == "high_pass":
        return _db(_response("high_pass", hz / sample_rate, freq / sample_rate))
    q = values[f"{slot.prefix}.q"] if slot.kind == "peak" else SHELF_Q
    gain = values[f"{slot.prefix}.gain_db"]
    return _db(_response(slot.kind, hz / sample_rate, freq / sample_rate, gain, q))


def image_response_db(settings: Settings, hz: Bins, sample_rate: int) -> Bins:
    """What the stereo image stage does to the side, in dB."""
    values = image_slot_values(settings.as_dict())
    responses = [slot_response_db(slot, values, hz, sample_rate) for slot in SIDE_IMAGE]
    return np.asarray(np.sum(responses, axis=0) + settings["image.mid_width_db"])


def _response(
    kind: FilterKind, turns: Bins, corner: float, gain_db: float = 0.0, q: float = SHELF_Q
) -> Complex128[np.ndarray, " bins"]:
    """The response at ``turns`` (frequency over sample rate) of a filter at ``corner`` (likewise)."""
    s, c = np.sin(np.pi * turns), np.tan(np.pi * corner) * np.cos(np.pi * turns)
    if kind == "high_pass":
        return np.asarray(1j * s / (1j * s + c))
    a = 10.0 ** (gain_db / 40.0)
    if kind == "peak":
        even = c**2 - s**2
        return np.asarray((even + 1j * c * s * a / q) / (even + 1j * c * s / (a * q)))
    slope = 1j * c * s * np.sqrt(a) / q
    boosted, cut = a * c**2 - s**2 + slope, c**2 - a * s**2 + slope
    return np.asarray(a * (boosted / cut if kind == "low_shelf" else cut / boosted))


def _db(response: Complex128[np.ndarray, " bins"]) -> Bins:
    return np.asarray(20.0 * np.log10(np.maximum(np.abs(response), 1e-6)))
