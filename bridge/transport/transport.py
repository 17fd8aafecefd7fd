"""The one transport of a bridge: whether the song rolls, where it is, and how fast; whoever leads tells it."""

import time
from collections.abc import Callable

from bridge.errors import OutOfRange
from bridge.session.events import TransportChanged
from bridge.session.position import checked_position
from bridge.session.session import Session

USUAL_TEMPO_BPM = 120.0
TEMPO_RANGE_BPM = (10.0, 1000.0)
_LEADS_S = 1.0
"""How long whoever was heard last while the song rolls is followed alone."""


class Transport:
    """Rolling or not, position in seconds and quarter notes, tempo; not thread-safe, as the session is not.

    ``clock`` gives seconds that only grow. Several may tell of the same song (a DAW over JACK and over MIDI clock at
    once): while it rolls, the one that is heard is followed until it has been silent for a second.
    """

    def __init__(self, session: Session, clock: Callable[[], float] = time.monotonic) -> None:
        self._session, self._clock = session, clock
        self.rolling = False
        self.tempo_bpm = USUAL_TEMPO_BPM
        self._at_s, self._at_clock = 0.0, clock()
        self._known = False
        self._leader, self._heard = "", -_LEADS_S

    @property
    def position_s(self) -> float:
        """Seconds from the beginning of the song, now."""
        return self._at_s + (self._clock() - self._at_clock if self.rolling else 0.0)

    @property
    def beats(self) -> float:
        """Quarter notes from the beginning of the song, at the tempo that holds now."""
        return self.position_s * self.tempo_bpm / 60.0

    @property
    def leader(self) -> str:
        """Who was followed last."""
        return self._leader

    def roll(self, rolling: bool, source: str) -> None:
        """The song has begun to roll, or has stopped where it is."""
        if self._follows(source) and rolling != self.rolling:
            self._place(self.position_s)
            self.rolling = rolling
            self._tell()

    def locate(self, seconds: float, source: str, within_s: float = 0.0) -> None:
        """The song is there now; while it rolls, a place so near to where it is is the same. Raises OutOfRange."""
        checked_position(seconds)
        if self._follows(source) and not (self.rolling and abs(seconds - self.position_s) < within_s):
            self._place(seconds)
            self._tell_position()

    def set_tempo(self, tempo_bpm: float, source: str) -> None:
        """The song goes that fast, in quarter notes a minute; raises OutOfRange."""
        low, high = TEMPO_RANGE_BPM
        if not low <= tempo_bpm <= high:
            raise OutOfRange(f"The tempo is {tempo_bpm:g}: give {low:g} to {high:g} quarter notes a minute.")
        if self._follows(source) and abs(tempo_bpm - self.tempo_bpm) >= 0.005:
            self.tempo_bpm = tempo_bpm
            self._tell()

    def tick(self) -> None:
        """Tells of where the rolling song has come to."""
        if self.rolling:
            self._tell_position()

    def _follows(self, source: str) -> bool:
        now = self._clock()
        if self.rolling and source != self._leader and now - self._heard < _LEADS_S:
            return False
        self._leader, self._heard = source, now
        return True

    def _place(self, seconds: float) -> None:
        self._at_s, self._at_clock, self._known = seconds, self._clock(), True

    def _tell(self) -> None:
        self._session.bus.emit(TransportChanged(self.rolling, self.tempo_bpm, self._leader))
        if self._known:
            self._tell_position()

    def _tell_position(self) -> None:
        self._session.set_position(self.position_s)
