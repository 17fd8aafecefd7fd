"""Follows MIDI beat clock: 24 clocks a quarter note, start, stop, continue and song position (MIDI 1.0, 1996)."""

from collections import deque

from bridge.transport.transport import TEMPO_RANGE_BPM, Transport

CLOCKS_A_BEAT = 24
_CLOCKS_A_SIXTEENTH = 6
_STEADY = 2 * CLOCKS_A_BEAT
"""The tempo is taken over this many clocks at most; single clocks jitter by milliseconds."""
_FEWEST = 6
_GAP_S = 1.0
"""Clocks further apart belong to different passages."""


class ClockFollower:
    """Tells a transport what a stream of clock messages means."""

    def __init__(self, transport: Transport, source: str) -> None:
        self._transport, self._source = transport, source
        self._times: deque[float] = deque(maxlen=_STEADY + 1)
        self._clocks = 0
        """Clocks from the beginning of the song to the next one."""

    def start(self) -> None:
        """The song begins with the next clock."""
        self._clocks = 0
        self._go()

    def resume(self) -> None:
        """The song goes on with the next clock from where it stands."""
        self._go()

    def stop(self) -> None:
        """The song stops."""
        self._transport.roll(False, self._source)

    def song_position(self, sixteenths: int) -> None:
        """The song is to go on from there."""
        self._clocks = sixteenths * _CLOCKS_A_SIXTEENTH
        self._locate()

    def clock(self, time_s: float) -> None:
        """One clock, at that time."""
        if self._times and not 0.0 <= time_s - self._times[-1] <= _GAP_S:
            self._times.clear()
        self._times.append(time_s)
        if len(self._times) > _FEWEST:
            beats = (len(self._times) - 1) / CLOCKS_A_BEAT
            tempo_bpm = round(60.0 * beats / max(self._times[-1] - self._times[0], 1e-6), 1)
            if TEMPO_RANGE_BPM[0] <= tempo_bpm <= TEMPO_RANGE_BPM[1]:
                self._transport.set_tempo(tempo_bpm, self._source)
        if self._transport.rolling:
            self._clocks += 1
            if self._clocks % CLOCKS_A_BEAT == 0:
                self._keep_pace()

    def _go(self) -> None:
        self._locate()
        self._transport.roll(True, self._source)

    def _locate(self) -> None:
        self._transport.locate(self._position_s(self._clocks), self._source)

    def _keep_pace(self) -> None:
        # The clock that has just come is the one before the next.
        here_s = self._position_s(self._clocks - 1)
        # What the tempo of the last beats makes of it, unless that is a mere correction of the clock's jitter.
        if abs(here_s - self._transport.position_s) > 0.05:
            self._transport.locate(here_s, self._source)

    def _position_s(self, clocks: int) -> float:
        return clocks / CLOCKS_A_BEAT * 60.0 / self._transport.tempo_bpm
