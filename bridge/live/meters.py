"""The meters of the live sound: in place of a file's while there is any."""

from dataclasses import replace

from bridge.session.meters import SILENCE_DB, MeterReading, MeterSource
from bridge.session.session import Session

_SOUND_LUFS = -70.0
"""The absolute gate of BS.1770: what is quieter does not count."""
_QUIET = MeterReading(SILENCE_DB, SILENCE_DB, SILENCE_DB, SILENCE_DB, 0.0, 1.0, 0.0, 0.0, 0.0)


class LiveMeters:
    """A ``MeterSource`` that takes the session's meters while sound is heard, and gives them back after 3 s without."""

    def __init__(self, session: Session) -> None:
        self.name = "live"
        self._session = session
        self._reading = _QUIET
        self._before: MeterSource | None = None

    def read(self, position_s: float | None) -> MeterReading:
        """See ``MeterSource``; the levels are those of now."""
        return self._reading

    def show(self, reading: MeterReading) -> None:
        """What was heard last."""
        self._reading = reading
        shown = self._session.meters is self
        if not shown and reading.momentary_lufs >= _SOUND_LUFS:
            self._before = self._session.meters
            self._session.set_meters(self)
        elif shown and reading.short_term_lufs < _SOUND_LUFS:
            self.give_back()

    def silence(self) -> None:
        """Nothing is heard any more; the integrated loudness stays to be read."""
        self.show(replace(_QUIET, integrated_lufs=self._reading.integrated_lufs))

    def give_back(self) -> None:
        """The meters show what they showed before, if there was anything."""
        if self._session.meters is self and self._before is not None:
            self._session.set_meters(self._before)
