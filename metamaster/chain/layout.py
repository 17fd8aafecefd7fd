"""What both renderers must agree on: which filters stand where, fixed corners, and how times are converted.

No JAX and no Pedalboard here, so the live audio process can import it.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

FilterKind = Literal["low_shelf", "peak", "high_shelf", "high_pass"]

SHELF_Q = 1.0 / math.sqrt(2.0)
IMAGE_LOW_HZ = 250.0
IMAGE_HIGH_HZ = 4000.0
BANDS = ("low", "mid", "high")
WORKING_LOUDNESS_LUFS = -20.0
"""The loudness to which the trim brings a programme, so that thresholds mean the same on every song."""


@dataclass(frozen=True)
class FilterSlot:
    """One filter of an equaliser: its kind and the parameters that set it, by the prefix of their names."""

    kind: FilterKind
    prefix: str


Slots = tuple[FilterSlot, ...]

EQ_MID: Slots = (
    FilterSlot("low_shelf", "eq.mid.low_shelf"),
    FilterSlot("peak", "eq.mid.bell_1"),
    FilterSlot("peak", "eq.mid.bell_2"),
    FilterSlot("peak", "eq.mid.bell_3"),
    FilterSlot("peak", "eq.mid.bell_4"),
    FilterSlot("high_shelf", "eq.mid.high_shelf"),
)
EQ_SIDE: Slots = (
    FilterSlot("high_pass", "eq.side.high_pass"),
    FilterSlot("peak", "eq.side.bell_1"),
    FilterSlot("peak", "eq.side.bell_2"),
    FilterSlot("high_shelf", "eq.side.high_shelf"),
)
SIDE_IMAGE: Slots = (
    FilterSlot("high_pass", "image.mono_below"),
    FilterSlot("high_pass", "image.mono_below"),
    FilterSlot("low_shelf", "image.low"),
    FilterSlot("high_shelf", "image.high"),
)


def highest_corner_hz(sample_rate: int | float) -> float:
    """What Pedalboard takes for a corner beyond it, and so do we: files of 8 kHz are given corners of 16 kHz too."""
    return sample_rate / 2.0 - 100.0


def juce_time_ms(time_constant_ms: float) -> float:
    """JUCE's "milliseconds" for a true time constant: its pole is exp(−2π·1000/(fs·ms)), hence the 2π."""
    return 2.0 * math.pi * time_constant_ms


def slot_values(slot: FilterSlot, values: Mapping[str, Any]) -> tuple[Any, Any, Any]:
    """Frequency in Hz, gain in dB and quality of a filter; what a kind lacks is neutral."""
    where = slot.prefix
    return values[f"{where}.freq_hz"], values.get(f"{where}.gain_db", 0.0), values.get(f"{where}.q", SHELF_Q)


def image_slot_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """The image's widths as the gains of two shelves around the middle one; floats or JAX scalars alike."""
    middle = values["image.mid_width_db"]
    return {
        "image.mono_below.freq_hz": values["image.mono_below_hz"],
        "image.low.freq_hz": IMAGE_LOW_HZ,
        "image.low.gain_db": values["image.low_width_db"] - middle,
        "image.high.freq_hz": IMAGE_HIGH_HZ,
        "image.high.gain_db": values["image.high_width_db"] - middle,
    }
