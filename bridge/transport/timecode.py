"""Follows MIDI time code, quarter frames and full frames (MIDI 1.0 Detailed Specification, RP-004/008)."""

from bridge.transport.transport import Transport

FRAMES_A_SECOND = (24.0, 25.0, 30000.0 / 1001.0, 30.0)
"""By the two bits that say which: the third is 29.97 drop-frame."""
_DROP = 2
_PIECES = 8
_SILENT_S = 0.2
"""Quarter frames come every 8 to 11 ms while the tape rolls; after this long without one it has stopped."""


def seconds_of(kind: int, hours: int, minutes: int, seconds: int, frames: float) -> float:
    """Seconds of a time code; ``kind`` is 0 to 3 for 24, 25, 29.97 drop and 30 frames a second."""
    if kind != _DROP:
        return 3600.0 * hours + 60.0 * minutes + seconds + frames / FRAMES_A_SECOND[kind]
    all_minutes = 60 * hours + minutes
    counted = 30 * (60 * all_minutes + seconds) + frames
    # Numbers 0 and 1 are left out at the start of every minute but each tenth.
    return (counted - 2 * (all_minutes - all_minutes // 10)) / FRAMES_A_SECOND[_DROP]


def is_time(hours: int, minutes: int, seconds: int, frames: int) -> bool:
    """Whether there is such a time code."""
    return hours < 24 and minutes < 60 and seconds < 60 and frames < 30


class TimecodeFollower:
    """Tells a transport what a stream of time code means; time code runs whenever the tape does."""

    def __init__(self, transport: Transport, source: str) -> None:
        self._transport, self._source = transport, source
        self._pieces: list[int] = []
        self._heard_s: float | None = None

    def quarter_frame(self, piece: int, value: int, time_s: float) -> None:
        """One of eight pieces, 0 to 7, at that time; eight in order make a time that was two frames ago."""
        self._heard_s = time_s
        if piece == len(self._pieces):
            self._pieces.append(value)
        else:
            # The tape runs backwards, or a piece was lost: wait for the next beginning.
            self._pieces = [value] if piece == 0 else []
        if len(self._pieces) == _PIECES:
            self._take(self._pieces)
            self._pieces = []

    def full_frame(self, hours_and_kind: int, minutes: int, seconds: int, frames: int) -> None:
        """The tape was wound there, and stands."""
        hours, kind = hours_and_kind & 0x1F, hours_and_kind >> 5 & 3
        if is_time(hours, minutes, seconds, frames):
            self._pieces = []
            self._heard_s = None
            self._transport.roll(False, self._source)
            self._transport.locate(seconds_of(kind, hours, minutes, seconds, float(frames)), self._source)

    def tick(self, time_s: float) -> None:
        """Time passes; the tape has stopped where no more quarter frames come."""
        if self._heard_s is not None and time_s - self._heard_s > _SILENT_S:
            self._heard_s, self._pieces = None, []
            self._transport.roll(False, self._source)

    def _take(self, pieces: list[int]) -> None:
        frames, seconds, minutes = (pieces[at] | (pieces[at + 1] & (mask >> 4)) << 4 for at, mask in _FIELDS)
        hours, kind = pieces[6] | (pieces[7] & 1) << 4, pieces[7] >> 1 & 3
        if not is_time(hours, minutes, seconds, frames):
            return
        now_s = seconds_of(kind, hours, minutes, seconds, frames + 2.0)
        if not self._transport.rolling or abs(now_s - self._transport.position_s) > 0.02:
            self._transport.locate(now_s, self._source)
        self._transport.roll(True, self._source)


_FIELDS = ((0, 0x1F), (2, 0x3F), (4, 0x3F))
"""The first piece of frames, seconds and minutes, and which bits of the two together count."""
