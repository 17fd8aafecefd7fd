"""Finds out what a knob sends from what arrives while it is moved."""

from collections.abc import Iterable

from bridge.midi.decoder import Turned
from bridge.midi.midi_map import BANK, Knob

WAIT_S = 0.15
"""How long the fine half of a pair may take to show itself."""


class Learner:
    """Listens for one control."""

    def __init__(self, control: str) -> None:
        self._control = control
        self._first: Turned | None = None
        self._pair = False

    def heard(self, found: Iterable[Turned]) -> Knob | None:
        """Takes in what one message may mean; the knob, where that is already certain."""
        for turned in found:
            kind, channel, number = turned.place
            if kind == "nrpn":
                return Knob(self._control, "nrpn", number, channel)
            if kind == "cc" and self._first is None and number not in BANK:
                self._first = turned
            if self._first is not None and kind == "cc14" and turned.position & 127:
                self._pair = self._pair or self._first.place == ("cc", channel, number)
            if kind == "cc" and self._first is not None:
                self._pair = self._pair or turned.place == _fine_of(self._first)
        return None

    def decided(self) -> Knob | None:
        """The knob, once time enough has passed since the first message; None where none has come."""
        if self._first is None:
            return None
        _, channel, number = self._first.place
        return Knob(self._control, "cc14" if self._pair else "cc", number, channel)


def _fine_of(coarse: Turned) -> tuple[str, int, int]:
    _, channel, number = coarse.place
    return ("cc", channel, number + 32) if number < 32 else ("", 0, 0)
