"""The session as one sees it from a controller: knobs that turn controls, keys, programs, and what is sent back."""

import time
from collections.abc import Callable, Iterator

import mido

from bridge.desk import Desk
from bridge.midi.decoder import Turned
from bridge.midi.encoder import messages_for
from bridge.midi.midi_map import Action, Key, Knob, Place
from bridge.midi.takeover import Takeover
from bridge.session.controls import CONTROLS, GENRE
from bridge.session.scale import from_norm, to_norm

SOURCE = "midi"
HELD_S = 0.5
"""A knob is taken to be in somebody's hand for this long after it last moved."""
MOST_AT_ONCE = 64
"""Knobs told of in one go: a DIN cable carries about a thousand messages a second."""


class Panel:
    """Knows where every knob stands; ``clock`` gives seconds that only grow."""

    def __init__(self, desk: Desk, clock: Callable[[], float] = time.monotonic) -> None:
        self._desk, self._clock = desk, clock
        self._by_place: dict[Place, Knob] = {}
        self._by_control: dict[str, tuple[Knob, ...]] = {}
        self._takeovers: dict[Place, Takeover] = {}
        self._moved_s: dict[Place, float] = {}
        self._shown: dict[Place, float] = {}
        self._stale: dict[Place, Knob] = {}
        self._keys_shown: dict[tuple[int, int], bool] = {}
        self._banks: dict[int, tuple[int, int]] = {}
        """By channel: controllers 0 and 32."""
        self.use_map()

    def use_map(self) -> None:
        """Takes over the map as it is now; everything is to be shown again."""
        knobs = self._desk.midi_maps.current.knobs
        self._by_place = {knob.place: knob for knob in knobs}
        self._by_control = {
            name: tuple(knob for knob in knobs if knob.control == name) for name in {knob.control for knob in knobs}
        }
        self._takeovers = {knob.place: Takeover() for knob in knobs}
        self._shown.clear()
        self._keys_shown.clear()
        self._stale = {knob.place: knob for knob in knobs}

    def turn(self, turned: Turned) -> None:
        """A knob was turned; raises what the session refuses."""
        knob = self._by_place.get(turned.place)
        if knob is None:
            return
        control = CONTROLS[knob.control]
        self._moved_s[knob.place] = self._clock()
        self._shown[knob.place] = turned.norm
        value = self._norm(knob)
        if not knob.soft or self._takeovers[knob.place].turned(turned.norm, value):
            self._desk.session.set(knob.control, from_norm(control, turned.norm), SOURCE)
        # Once it is let go it is shown what became of it: a choice snaps, a knob not yet taken over is put right.
        self._stale[knob.place] = knob

    def press(self, channel: int, note: int) -> None:
        """A note has begun; raises what the session refuses."""
        for key in self._desk.midi_maps.current.keys:
            if (key.channel, key.note) == (channel, note):
                self._do(key.does)

    def bank(self, channel: int, number: int, value: int) -> None:
        """Half of a bank select, which holds for its channel alone: controller 0 or 32."""
        high, low = self._banks.get(channel, (0, 0))
        self._banks[channel] = (value, low) if number == 0 else (high, value)

    def program(self, channel: int, program: int) -> None:
        """Loads the preset, or chooses the genre, of that number in the bank; raises what the desk refuses."""
        high, low = self._banks.get(channel, (0, 0))
        number, current = (high << 7 | low) << 7 | program, self._desk.midi_maps.current
        if channel == current.programs:
            self._desk.load_preset_number(number, SOURCE)
        elif channel == current.genres:
            self._desk.genres.choose_number(number, SOURCE)

    def changed(self, name: str, source: str) -> None:
        """A control has another value."""
        for knob in self._by_control.get(name, ()):
            if source != SOURCE or not self._in_hand(knob.place):
                self._takeovers[knob.place].moved(self._norm(knob))
            self._stale[knob.place] = knob

    def to_send(self) -> Iterator[mido.Message]:
        """What is to be sent now: of every knob that nobody holds, where it should stand; of every key, its light."""
        ready = [knob for place, knob in self._stale.items() if not self._in_hand(place)]
        for knob in ready[:MOST_AT_ONCE]:
            del self._stale[knob.place]
            norm = self._norm(knob)
            if abs(self._shown.get(knob.place, -1.0) - norm) * knob.highest >= 0.5:
                self._shown[knob.place] = norm
                if not knob.soft:
                    self._takeovers[knob.place].placed(norm)
                yield from messages_for(knob, norm)
        for key in self._desk.midi_maps.current.keys:
            yield from self._lit(key)

    @property
    def has_more(self) -> bool:
        """Whether something waits to be sent."""
        return bool(self._stale)

    def _lit(self, key: Key) -> Iterator[mido.Message]:
        lit = {
            "bypass": lambda: bool(self._desk.session.get("bypass")),
            "ab": lambda: bool(self._desk.session.get("ab")),
            "record": lambda: self._desk.session.get("automation") == _MODES["record"],
            "genre": lambda: bool(self._desk.session.get(GENRE)),
            "play": lambda: self._desk.session.get("automation") == _MODES["play"],
        }.get(key.does)
        place = (key.channel, key.note)
        if lit is not None and self._keys_shown.get(place) is not lit():
            self._keys_shown[place] = lit()
            yield mido.Message("note_on", channel=key.channel - 1, note=key.note, velocity=127 if lit() else 0)

    def _do(self, action: Action) -> None:
        session = self._desk.session
        match action:
            case "adapt":
                self._desk.adapt(SOURCE)
            case "genre":
                self._desk.genres.choose_next(SOURCE)
            case "undo":
                session.undo()
            case "redo":
                session.redo()
            case "bypass" | "ab":
                session.set(action, 0.0 if session.get(action) else 1.0, SOURCE)
            case "record" | "play":
                on = session.get("automation") == _MODES[action]
                session.set("automation", 0.0 if on else _MODES[action], SOURCE)

    def _norm(self, knob: Knob) -> float:
        return to_norm(CONTROLS[knob.control], self._desk.session.get(knob.control))

    def _in_hand(self, place: Place) -> bool:
        return self._clock() - self._moved_s.get(place, -HELD_S) < HELD_S


_MODES = {"play": 1.0, "record": 2.0}
