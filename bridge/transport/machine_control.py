"""Follows MIDI machine control (MIDI 1.0, RP-013): play, stop, locate and their kin."""

from collections.abc import Sequence

from bridge.transport.timecode import is_time, seconds_of
from bridge.transport.transport import Transport

_STOP, _PLAY, _DEFERRED_PLAY, _RECORD_STROBE, _PAUSE, _LOCATE = 0x01, 0x02, 0x03, 0x06, 0x09, 0x44
_TARGET = 0x01
"""The one form of locate that names a time."""


def follow(transport: Transport, command: Sequence[int], source: str) -> bool:
    """Does what a command says (what follows ``F0 7F id 06``, without ``F7``); whether it is one that is known."""
    match list(command):
        case [code] if code in (_PLAY, _DEFERRED_PLAY, _RECORD_STROBE):
            transport.roll(True, source)
        case [code] if code in (_STOP, _PAUSE):
            transport.roll(False, source)
        case [code, length, what, hours, minutes, seconds, frames, *_] if (
            code == _LOCATE and length == 6 and what == _TARGET
        ):
            # Bits 5 and 6 of the hours and of the frames carry flags.
            time = (hours & 0x1F, minutes & 0x3F, seconds & 0x3F, frames & 0x1F)
            if not is_time(*time):
                return False
            transport.locate(seconds_of(hours >> 5 & 3, *time[:3], float(time[3])), source)
        case _:
            return False
    return True
