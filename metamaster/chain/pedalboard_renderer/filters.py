"""A row of Pedalboard filters on one channel, with state."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pedalboard

from metamaster.chain.layout import SHELF_Q, FilterKind, FilterSlot
from metamaster.chain.pedalboard_renderer.processor import Channel, Processor


def pedalboard_filter(kind: FilterKind, freq_hz: float, gain_db: float, q: float) -> pedalboard.Plugin:
    """The Pedalboard processor of that kind; ``gain_db`` and ``q`` are ignored by the first-order high-pass."""
    match kind:
        case "low_shelf":
            return pedalboard.LowShelfFilter(freq_hz, gain_db, q)
        case "peak":
            return pedalboard.PeakFilter(freq_hz, gain_db, q)
        case "high_shelf":
            return pedalboard.HighShelfFilter(freq_hz, gain_db, q)
        case "high_pass":
            return pedalboard.HighpassFilter(freq_hz)


_LIFT = np.float32(2.0**64)
_DOWN = np.float32(2.0**-64)
_REST = np.float32(1e-20)


class FilterRow:
    """The filters of those slots in series on a mono signal.

    At the end of every block JUCE's filters set state below 1e-8 to zero, so quiet passages would depend on where
    blocks end. They are therefore run on the signal times 2⁶⁴, which changes no rounding, and what is left of a
    sound 400 dB down is given as silence.
    """

    def __init__(self, slots: Iterable[FilterSlot], values: Mapping[str, float], sample_rate: int) -> None:
        self._slots = tuple(slots)
        self._plugins: list[Any] = [_from_slot(slot, values) for slot in self._slots]
        self._board = Processor(pedalboard.Pedalboard(self._plugins), sample_rate)

    def retune(self, values: Mapping[str, float]) -> None:
        """Other values from the next sample on; what the filters hold of the sound stays."""
        for slot, plugin in zip(self._slots, self._plugins, strict=True):
            plugin.cutoff_frequency_hz = values[f"{slot.prefix}.freq_hz"]
            if slot.kind != "high_pass":
                plugin.gain_db = values[f"{slot.prefix}.gain_db"]
                plugin.q = values.get(f"{slot.prefix}.q", SHELF_Q)

    def process(self, channel: Channel) -> Channel:
        """The next samples of the channel."""
        out = self._board.process(channel * _LIFT)
        out *= _DOWN
        out[np.abs(out) < _REST] = 0.0
        return out


def _from_slot(slot: FilterSlot, values: Mapping[str, float]) -> pedalboard.Plugin:
    return pedalboard_filter(
        slot.kind,
        values[f"{slot.prefix}.freq_hz"],
        values.get(f"{slot.prefix}.gain_db", 0.0),
        values.get(f"{slot.prefix}.q", SHELF_Q),
    )
