"""From positions of knobs to messages: what a motor fader or an LED ring is sent."""

from collections.abc import Iterator

import mido

from bridge.midi.midi_map import Knob


def messages_for(knob: Knob, norm: float) -> Iterator[mido.Message]:
    """The messages that bring a knob to a position from 0 to 1; an NRPN ends with null, so that nothing strays in."""
    position = round(norm * knob.highest)
    coarse, fine = position >> 7, position & 127
    match knob.by:
        case "cc":
            changes = [(knob.number, position)]
        case "cc14":
            changes = [(knob.number, coarse), (knob.number + 32, fine)]
        case "nrpn":
            changes = [(99, knob.number >> 7), (98, knob.number & 127), (6, coarse), (38, fine), (99, 127), (98, 127)]
    for number, value in changes:
        yield mido.Message("control_change", channel=knob.channel - 1, control=number, value=value)
