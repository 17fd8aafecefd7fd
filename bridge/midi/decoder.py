"""From a stream of controller messages to positions of knobs: 7 bits, pairs of 14, and NRPN with its four messages."""

from collections.abc import Iterator
from dataclasses import dataclass

from bridge.midi.midi_map import DATA_ENTRY, Place

_NULL = 127


@dataclass(frozen=True)
class Turned:
    """A knob was turned to a position from 0 to ``highest``."""

    place: Place
    position: int
    highest: int

    @property
    def norm(self) -> float:
        """The position from 0 to 1."""
        return self.position / self.highest


class Decoder:
    """Keeps what has to be remembered between messages, by channel."""

    def __init__(self) -> None:
        self._coarse: dict[tuple[int, int], int] = {}
        self._parameter: dict[int, list[int]] = {}
        self._data: dict[int, int] = {}

    def control_change(self, channel: int, number: int, value: int) -> Iterator[Turned]:
        """All that a message may mean, the map says which: itself, the half of a pair, a step of an NRPN."""
        if number in (98, 99):
            self._parameter.setdefault(channel, [_NULL, _NULL])[99 - number] = value
            self._data.pop(channel, None)
        elif number in (100, 101):
            # A registered parameter is chosen, so what follows is not ours.
            self._parameter.pop(channel, None)
        elif number in DATA_ENTRY:
            yield from self._entered(channel, number, value)
        else:
            yield Turned(("cc", channel, number), value, 127)
            yield from self._paired(channel, number, value)

    def _paired(self, channel: int, number: int, value: int) -> Iterator[Turned]:
        if number < 32:
            # The fine half may follow or not; until it does it is taken to be 0 (MIDI 1.0, Detailed Specification).
            self._coarse[channel, number] = value
            yield Turned(("cc14", channel, number), value << 7, 16383)
        elif number < 64 and (channel, number - 32) in self._coarse:
            position = self._coarse[channel, number - 32] << 7 | value
            yield Turned(("cc14", channel, number - 32), position, 16383)

    def _entered(self, channel: int, number: int, value: int) -> Iterator[Turned]:
        chosen = self._parameter.get(channel, [_NULL, _NULL])
        if chosen == [_NULL, _NULL] or (number == 38 and channel not in self._data):
            return
        if number == 6:
            self._data[channel] = value
        position = self._data[channel] << 7 | (value if number == 38 else 0)
        yield Turned(("nrpn", channel, chosen[0] << 7 | chosen[1]), position, 16383)
