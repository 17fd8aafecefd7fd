"""Stereo image on the side channel, in double precision.

Ours and not Pedalboard's: a float32 shelf at 250 Hz carries rounding noise at about -80 dB which differs with the last
bit of its input, and inside the chain the two renderers would drift apart by that.
"""

import math
from collections.abc import Mapping

import numpy as np

from metamaster.chain.layout import SHELF_Q, SIDE_IMAGE, FilterSlot, highest_corner_hz, image_slot_values
from metamaster.chain.pedalboard_renderer.sections import Sections
from metamaster.chain.pedalboard_renderer.stage import Block


class Image:
    """Mid/side in, mid/side out; the mid is left as it is."""

    latency = 0

    def __init__(self, values: Mapping[str, float], sample_rate: int) -> None:
        self._sample_rate = sample_rate
        self._filters = Sections(_sections(values, sample_rate))

    def retune(self, values: Mapping[str, float]) -> None:
        """Other values from the next sample on; what the filters hold of the sound stays."""
        self._filters.retune(_sections(values, self._sample_rate))

    def process(self, block: Block) -> Block:
        """The next block of mid and side."""
        side = self._filters.process(block[1].astype(np.float64))
        return np.stack([block[0], side.astype(np.float32)])


def _sections(values: Mapping[str, float], sample_rate: int) -> np.ndarray:
    slots = image_slot_values(values)
    sections = np.array([_section(slot, slots, sample_rate) for slot in SIDE_IMAGE])
    sections[0, :3] *= 10.0 ** (values["image.mid_width_db"] / 20.0)
    return sections


def _section(slot: FilterSlot, values: Mapping[str, float], sample_rate: int) -> list[float]:
    """A first-order high-pass, or a shelf of the cookbook (R. Bristow-Johnson), as one second-order section."""
    k = math.tan(math.pi * min(values[f"{slot.prefix}.freq_hz"], highest_corner_hz(sample_rate)) / sample_rate)
    if slot.kind == "high_pass":
        return [1.0 / (1.0 + k), -1.0 / (1.0 + k), 0.0, 1.0, (k - 1.0) / (k + 1.0), 0.0]
    root_gain = 10.0 ** (values[f"{slot.prefix}.gain_db"] / 40.0)
    slope = k * math.sqrt(root_gain) / SHELF_Q
    boosted = _bilinear(1.0, slope, root_gain * k * k)
    cut = _bilinear(root_gain, slope, k * k)
    above, below = (boosted, cut) if slot.kind == "low_shelf" else (cut, boosted)
    return [root_gain * b / below[0] for b in above] + [a / below[0] for a in below]


def _bilinear(square: float, linear: float, constant: float) -> tuple[float, float, float]:
    """``square``·s² + ``linear``·s + ``constant`` at s = (1 − z⁻¹) / (1 + z⁻¹), times (1 + z⁻¹)²."""
    return square + linear + constant, 2.0 * (constant - square), square - linear + constant
