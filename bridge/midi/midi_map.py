"""Which knob stands for which control: the map, checked as a whole."""

from collections.abc import Iterable
from typing import Annotated, Literal

import msgspec

from bridge.errors import UnknownControl
from bridge.session.controls import control_named
from metamaster.schema import Misfit

Kind = Literal["cc", "cc14", "nrpn"]
Action = Literal["adapt", "bypass", "ab", "undo", "redo", "record", "play", "genre"]
Channel = Annotated[int, msgspec.Meta(ge=1, le=16)]

Place = tuple[Kind, int, int]
"""Kind, channel 1 to 16, number."""

_HIGHEST = {"cc": 127, "cc14": 31, "nrpn": 16383}
DATA_ENTRY = (6, 38)
PARAMETER_NUMBER = (98, 99, 100, 101)
BANK = (0, 32)


class Knob(msgspec.Struct, frozen=True):
    """A knob or fader for a control; ``soft`` makes it take over only where it meets the value.

    ``cc14`` is a pair, number (0 to 31) and number + 32.
    """

    control: str
    by: Kind
    number: Annotated[int, msgspec.Meta(ge=0, le=16383)]
    channel: Channel = 1
    soft: bool = True

    @property
    def place(self) -> Place:
        """What it sends, and is sent to."""
        return self.by, self.channel, self.number

    @property
    def highest(self) -> int:
        """Its position at the end of its travel."""
        return 127 if self.by == "cc" else 16383


class Key(msgspec.Struct, frozen=True):
    """A note (0 to 127; 60 is middle C) that does something when it begins."""

    does: Action
    note: Annotated[int, msgspec.Meta(ge=0, le=127)]
    channel: Channel = 1


class MidiMap(msgspec.Struct, frozen=True):
    """The whole map; program changes on the channel ``programs`` load presets, on ``genres`` they choose genres.

    Null is no channel.
    """

    programs: Annotated[int, msgspec.Meta(ge=1, le=16)] | None
    keys: tuple[Key, ...]
    knobs: tuple[Knob, ...]
    genres: Annotated[int, msgspec.Meta(ge=1, le=16)] | None = None

    def with_knob(self, knob: Knob) -> "MidiMap":
        """The map with that knob; whatever else had its place or its control by the same kind has it no more."""
        others = [one for one in self.knobs if not _meet(one, knob) and one.control != knob.control]
        return checked_map(msgspec.structs.replace(self, knobs=(*others, knob)))

    def without(self, control: str) -> "MidiMap":
        """The map without any knob for that control; raises UnknownControl where there is none."""
        left = tuple(one for one in self.knobs if one.control != control)
        if len(left) == len(self.knobs):
            raise UnknownControl(f"There is no knob for {control[:80]!r} to forget.")
        return msgspec.structs.replace(self, knobs=left)


def checked_map(found: MidiMap) -> MidiMap:
    """The map; raises Misfit where a control does not exist or cannot be turned, or a place is taken twice."""
    for number, knob in enumerate(found.knobs, start=1):
        _check(knob, f"knobs.{number}")
    clash = _first_twice(place for knob in found.knobs for place in _places(knob))
    if clash is not None:
        raise Misfit(f"{clash[0]} {clash[2]} on channel {clash[1]} is there twice: give each knob its own.")
    if found.genres is not None and found.genres == found.programs:
        raise Misfit(f"channel {found.genres} is that of programs and of genres: give each its own, or null.")
    note = _first_twice((key.channel, key.note) for key in found.keys)
    if note is not None:
        raise Misfit(f"note {note[1]} on channel {note[0]} is there twice: give each key its own.")
    return found


def _check(knob: Knob, where: str) -> None:
    try:
        control = control_named(knob.control)
    except UnknownControl as error:
        raise Misfit(f"{where}: {str(error)[0].lower()}{str(error)[1:]}") from error
    if control.kind == "text":
        raise Misfit(f"{where}: {knob.control} holds text, which no knob can turn.")
    if knob.number > _HIGHEST[knob.by]:
        raise Misfit(f"{where}.number is {knob.number}, but {knob.by} goes from 0 to {_HIGHEST[knob.by]}.")
    if knob.by != "nrpn" and knob.number in (*DATA_ENTRY, *PARAMETER_NUMBER):
        raise Misfit(f"{where}.number is {knob.number}, which MIDI needs for NRPN: choose another.")


def _places(knob: Knob) -> tuple[Place, ...]:
    if knob.by == "cc14":
        return ("cc", knob.channel, knob.number), ("cc", knob.channel, knob.number + 32)
    return (knob.place,)


def _meet(one: Knob, other: Knob) -> bool:
    return not set(_places(one)).isdisjoint(_places(other))


def _first_twice(places: Iterable[tuple]) -> tuple | None:
    seen: set[tuple] = set()
    for place in places:
        if place in seen:
            return place
        seen.add(place)
    return None
