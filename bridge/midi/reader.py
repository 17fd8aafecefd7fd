"""What every kind of MIDI message means here."""

from collections.abc import Callable

import mido

from bridge.desk import Desk
from bridge.midi.decoder import Decoder, Turned
from bridge.midi.midi_map import BANK
from bridge.midi.panel import Panel
from bridge.transport.machine_control import follow
from bridge.transport.midi_clock import ClockFollower
from bridge.transport.timecode import TimecodeFollower

_REAL_TIME_SYSEX = 0x7F
_TIMECODE = (0x01, 0x01)
_MACHINE_CONTROL = 0x06


class Reader:
    """Reads one stream of messages; ``learning`` is told all that a controller message may mean, and may keep it."""

    def __init__(self, desk: Desk, panel: Panel, learning: Callable[[list[Turned]], bool]) -> None:
        self._panel, self._learning = panel, learning
        self._transport = desk.transport
        self._decoder = Decoder()
        self._clock = ClockFollower(desk.transport, "midi clock")
        self._timecode = TimecodeFollower(desk.transport, "midi time code")

    def read(self, message: mido.Message, time_s: float) -> None:
        """Does what a message says; raises what the session refuses. What means nothing here is passed over."""
        match message.type:
            case "clock":
                self._clock.clock(time_s)
            case "quarter_frame":
                self._timecode.quarter_frame(message.frame_type, message.frame_value, time_s)
            case "start":
                self._clock.start()
            case "continue":
                self._clock.resume()
            case "stop":
                self._clock.stop()
            case "songpos":
                self._clock.song_position(message.pos)
            case "sysex":
                self._exclusive(tuple(message.data))
            case _:
                self._read_channel_message(message)

    def tick(self, time_s: float) -> None:
        """Time passes."""
        self._timecode.tick(time_s)

    def _read_channel_message(self, message: mido.Message) -> None:
        match message.type:
            case "control_change":
                self._control_change(message.channel + 1, message.control, message.value)
            case "note_on" if message.velocity:
                self._panel.press(message.channel + 1, message.note)
            case "program_change":
                self._panel.program(message.channel + 1, message.program)
            case _:
                pass

    def _control_change(self, channel: int, number: int, value: int) -> None:
        if number in BANK:
            self._panel.bank(channel, number, value)
        found = list(self._decoder.control_change(channel, number, value))
        if not self._learning(found):
            for turned in found:
                self._panel.turn(turned)

    def _exclusive(self, data: tuple[int, ...]) -> None:
        match data:
            case (kind, _, *code, hours, minutes, seconds, frames) if (
                kind == _REAL_TIME_SYSEX and tuple(code) == _TIMECODE
            ):
                self._timecode.full_frame(hours, minutes, seconds, frames)
            case (kind, _, code, *command) if kind == _REAL_TIME_SYSEX and code == _MACHINE_CONTROL:
                follow(self._transport, command, "midi machine control")
            case _:
                pass
