"""The session: what a plugin's processor holds. Every front end changes it and is told of changes in the same way."""

import time
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager

from bridge.errors import TooMany
from bridge.session import events
from bridge.session.controls import CHAIN_NAMES, CONTROLS, GENRE, Value, control_named
from bridge.session.document import MIX, PRESET, REFERENCES, SLOTS, Document, Item, Slot
from bridge.session.events import Bus
from bridge.session.history import History
from bridge.session.jobs import Jobs
from bridge.session.meters import MeterSource
from bridge.session.references import Reference, checked_weight
from bridge.session.scale import checked
from bridge.session.store import Store

MOST_REFERENCES = 16
MOST_GESTURES = 256


class Session:
    """Values, history and jobs of one bridge; not thread-safe, to be used from one thread.

    ``source`` names whoever asks; events carry it, so that a front end need not tell it what it just said.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.bus = Bus()
        self.history = History(clock)
        self.jobs = Jobs(self.bus)
        self.meters: MeterSource | None = None
        self.position_s: float | None = None
        self.checks: dict[str, Callable[[Value], Value]] = {}
        """What a control's value passes that the registry alone cannot judge, such as the name of a file."""
        self._store = Store(self.bus, self.history)
        self._held: dict[tuple[str, str], None] = {}
        self._together: Hashable = None

    @property
    def document(self) -> Document:
        """Everything that is kept; to be read alone."""
        return self._store.document

    @property
    def slot(self) -> Slot:
        """Which settings are heard and changed."""
        return self._store.slot

    @property
    def dirty(self) -> bool:
        """Whether the settings differ from the preset that was last loaded or saved."""
        return self._store.dirty

    @property
    def mix(self) -> str:
        """The path of the mix; empty where there is none."""
        return str(self.document[MIX])

    @property
    def references(self) -> tuple[Reference, ...]:
        """The references and their weights."""
        return self.document[REFERENCES]  # type: ignore[return-value]

    @property
    def preset(self) -> str:
        """The name of the preset that the settings come from; empty where there is none."""
        return str(self.document[PRESET])

    def chain_values(self, slot: Slot | None = None) -> dict[str, float]:
        """The chain's settings in a slot (the heard one if none is named): name → value."""
        return self._store.chain_values(slot or self.slot)

    def get(self, name: str) -> Value:
        """A control's value, in its unit; raises UnknownControl."""
        return self.document[self._key(control_named(name).name)]  # type: ignore[return-value]

    def set(self, name: str, value: object, source: str = "") -> Value:
        """Sets a control to a value in its unit, and gives what it holds now.

        Raises UnknownControl, WrongType or OutOfRange, and what its check refuses.
        """
        control = CONTROLS.get(name) or control_named(name)
        new = checked(control, value)
        if name in self.checks:
            new = self.checks[name](new)
        if name == "ab":
            self._store.switch(SLOTS[int(float(new))], source)
        else:
            held = (source, name) in self._held
            self.edit(name, {self._key(name): new}, source, token=(source, name), held=held)
        return new

    def begin(self, name: str, source: str = "") -> None:
        """Somebody takes hold of a control: what it does to it until ``end`` is one step to undo.

        Raises UnknownControl. Of more gestures than anybody has fingers the oldest is taken to have ended.
        """
        control_named(name)
        self._held[source, name] = None
        if len(self._held) > MOST_GESTURES:
            oldest_source, oldest_name = next(iter(self._held))
            self.end(oldest_name, oldest_source)
        self.history.close((source, name))
        self.bus.emit(events.GestureChanged(name, True, source))

    def end(self, name: str, source: str = "") -> None:
        """Somebody lets go of a control; raises UnknownControl."""
        control_named(name)
        if (source, name) in self._held:
            del self._held[source, name]
            self.history.close((source, name))
            self.bus.emit(events.GestureChanged(name, False, source))

    def end_all(self, source: str) -> None:
        """Somebody has gone and lets go of everything."""
        for _, name in [held for held in self._held if held[0] == source]:
            self.end(name, source)

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is done inside is one step to undo."""
        outer, self._together = self._together, self._together or object()
        try:
            yield
        finally:
            if outer is None:
                self.history.close(self._together)
            self._together = outer

    def set_mix(self, path: str, source: str = "") -> None:
        """Another mix, by its resolved path (``bridge.desk`` checks paths); empty for none."""
        self.edit("mix", {MIX: path}, source)

    def set_references(self, references: tuple[Reference, ...], source: str = "") -> None:
        """Other references, by their resolved paths, to be followed in place of a genre.

        Raises OutOfRange for a weight, TooMany for more than 16.
        """
        if len(references) > MOST_REFERENCES:
            raise TooMany(f"There can be {MOST_REFERENCES} references at most: remove one first.")
        known = tuple(Reference(one.path, checked_weight(one.weight)) for one in references)
        self.edit("references", {REFERENCES: known} | ({GENRE: ""} if known else {}), source)

    def copy_to_other(self, source: str = "") -> None:
        """Makes the settings that are not heard the same as those that are."""
        other = SLOTS[1 - SLOTS.index(self.slot)]
        self.edit(f"copy to {other}", {f"{other}/{name}": value for name, value in self.chain_values().items()}, source)

    def undo(self) -> str:
        """Takes the last step back and gives its label; raises NothingToDo."""
        return self._store.undo()

    def redo(self) -> str:
        """Does the step that was last taken back again and gives its label; raises NothingToDo."""
        return self._store.redo()

    def set_position(self, seconds: float | None) -> None:
        """Where in the song the DAW is; None where that is not known."""
        self.position_s = seconds
        self.bus.emit(events.AspectChanged("position"))

    def set_meters(self, meters: MeterSource) -> None:
        """Has the meters read from there."""
        self.meters = meters
        self.bus.emit(events.AspectChanged("meters"))

    def edit(
        self, label: str, changes: Mapping[str, Item], source: str, token: Hashable = None, held: bool = False
    ) -> None:
        """Changes items of the document, checked before, as one step; what has the same ``token`` may join it."""
        together = self._together
        self._store.edit(label, changes, source, together or token or object(), held or together is not None)

    def name_preset(self, preset: str, dirty: bool = False) -> None:
        """The settings come from that preset now; ``dirty`` where they differ from it already."""
        self._store.put({PRESET: preset}, "")
        self._store.set_dirty(dirty)

    def restore(self, document: Document, dirty: bool) -> None:
        """Takes over a whole document, as from a file; nothing is left to undo."""
        self._store.restore(document, dirty)

    def _key(self, name: str) -> str:
        return f"{self.slot}/{name}" if name in CHAIN_NAMES else name
