"""The session: what a plugin's processor holds. Every front end changes it and is told of changes in the same way."""

import time
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager

from bridge.errors import NothingToDo, TooMany
from bridge.session import events
from bridge.session.controls import CHAIN_CONTROLS, CHAIN_NAMES, CONTROLS, Value, control_named
from bridge.session.document import MIX, PRESET, PRESET_KEYS, REFERENCES, SLOTS, Document, Item, Slot, fresh_document
from bridge.session.events import Bus, ControlChanged
from bridge.session.history import History, Step
from bridge.session.job import Job, Result
from bridge.session.jobs import Jobs
from bridge.session.meters import MeterSource
from bridge.session.references import Reference, checked_weight
from bridge.session.scale import checked

MOST_REFERENCES = 16
MOST_GESTURES = 256
_NOT_UNDONE = frozenset(("ab", "bypass"))
"""How one listens, not what was done to the sound."""


class Session:
    """Values, history and jobs of one bridge; not thread-safe, to be used from one thread."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.bus = Bus()
        self.history = History(clock)
        self.jobs = Jobs(self.bus, self._take)
        self.take_result: Callable[[Job, Result], str] = lambda job, result: ""
        self.document: Document = fresh_document()
        self.dirty = False
        self.meters: MeterSource | None = None
        self.position_s: float | None = None
        self._slot: Slot = "A"
        self._held: dict[tuple[str, str], None] = {}
        self._together: Hashable = None
        self._told_history = ("", "")

    # What there is to know.

    def get(self, name: str) -> Value:
        """A control's value, in its unit; raises UnknownControl."""
        value = self.document[self._key(control_named(name).name)]
        return value if isinstance(value, str) else float(value)  # type: ignore[arg-type]

    @property
    def slot(self) -> Slot:
        """Which settings are heard and changed."""
        return self._slot

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
        where = slot or self._slot
        return {one.name: self.document[f"{where}/{one.name}"] for one in CHAIN_CONTROLS}  # type: ignore[misc]

    # What can be done.

    def set(self, name: str, value: object, source: str = "") -> Value:
        """Sets a control to a value in its unit, and gives what it holds now.

        Raises UnknownControl, WrongType or OutOfRange.
        """
        control = CONTROLS.get(name) or control_named(name)
        new = checked(control, value)
        if name == "ab":
            self._switch(SLOTS[int(float(new))], source)
            return new
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
        """Another mix, by its resolved path (see ``bridge.roots``); empty for none."""
        self.edit("mix", {MIX: path}, source)

    def set_references(self, references: tuple[Reference, ...], source: str = "") -> None:
        """Other references, by their resolved paths; raises OutOfRange for a weight, TooMany for more than 16."""
        if len(references) > MOST_REFERENCES:
            raise TooMany(f"There can be {MOST_REFERENCES} references at most: remove one first.")
        known = tuple(Reference(one.path, checked_weight(one.weight)) for one in references)
        self.edit("references", {REFERENCES: known}, source)

    def copy_to_other(self, source: str = "") -> None:
        """Makes the settings that are not heard the same as those that are."""
        other = SLOTS[1 - SLOTS.index(self._slot)]
        changes: dict[str, Item] = {f"{other}/{name}": value for name, value in self.chain_values().items()}
        self.edit(f"copy to {other}", changes, source)

    def undo(self, source: str = "") -> str:
        """Takes the last step back and gives its label; raises NothingToDo."""
        return self._replay(self.history.undo(), "undo", source)

    def redo(self, source: str = "") -> str:
        """Does the step that was last taken back again and gives its label; raises NothingToDo."""
        return self._replay(self.history.redo(), "redo", source)

    def set_position(self, seconds: float | None) -> None:
        """Where in the song the DAW is; None where that is not known."""
        self.position_s = seconds
        self.bus.emit(events.PositionChanged(seconds))

    def set_meters(self, meters: MeterSource) -> None:
        """Has the meters read from there."""
        self.meters = meters
        self.bus.emit(events.MetersChanged(meters.name))

    def edit(
        self, label: str, changes: Mapping[str, Item], source: str, token: Hashable = None, held: bool = False
    ) -> None:
        """Changes items of the document, checked before, as one step; ``token`` as for ``History.record``."""
        before = {key: self.document[key] for key, item in changes.items() if self.document[key] != item}
        if not before:
            return
        after = {key: changes[key] for key in before}
        if not before.keys() <= _NOT_UNDONE:
            together = self._together
            own = together or token or object()
            self.history.record(label, before, after, own, held or together is not None)
        self._put(after, source)
        self._tell_history()

    def mark_clean(self, preset: str) -> None:
        """The settings are those of that preset now."""
        self._put({PRESET: preset}, "")
        self._set_dirty(False)

    def restore(self, document: Document, dirty: bool) -> None:
        """Takes over a whole document, as from a file; nothing is left to undo."""
        self.document = document
        self._slot = SLOTS[int(float(document["ab"]))]  # type: ignore[arg-type]
        self.history = History()
        self._tell_all()
        self._set_dirty(dirty)

    # How it is done.

    def _key(self, name: str) -> str:
        return f"{self._slot}/{name}" if name in CHAIN_NAMES else name

    def _put(self, items: Mapping[str, Item], source: str) -> None:
        for key, item in items.items():
            self.document[key] = item
            self._tell(key, item, source)
        if not self.dirty and not PRESET_KEYS.isdisjoint(items):
            self._set_dirty(True)

    def _tell(self, key: str, item: Item, source: str) -> None:
        slot, slash, name = key.partition("/")
        if slash:
            if slot == self._slot:
                self.bus.emit(ControlChanged(name, item, source))  # type: ignore[arg-type]
        elif isinstance(item, tuple):
            self.bus.emit(events.ReferencesChanged(item))
        elif key == MIX:
            self.bus.emit(events.MixChanged(str(item)))
        elif key == PRESET:
            self.bus.emit(events.PresetChanged(str(item)))
        else:
            self.bus.emit(ControlChanged(key, item, source))

    def _tell_all(self) -> None:
        for key, item in self.document.items():
            self._tell(key, item, "")
        self._tell_history()

    def _switch(self, slot: Slot, source: str) -> None:
        if slot == self._slot:
            return
        before, self._slot = self.chain_values(), slot
        self._put({"ab": float(SLOTS.index(slot))}, source)
        for name, value in self.chain_values().items():
            if value != before[name]:
                self.bus.emit(ControlChanged(name, value, ""))

    def _replay(self, step: Step | None, what: str, source: str) -> str:
        if step is None:
            raise NothingToDo(f"There is nothing to {what}.")
        self._put(step.before if what == "undo" else step.after, "")
        self._tell_history()
        return step.label

    def _tell_history(self) -> None:
        labels = self.history.labels
        if labels != self._told_history:
            self._told_history = labels
            self.bus.emit(events.HistoryChanged(*labels))

    def _set_dirty(self, dirty: bool) -> None:
        if dirty != self.dirty:
            self.dirty = dirty
            self.bus.emit(events.DirtyChanged(dirty))

    def _take(self, job: Job, result: Result) -> str:
        return self.take_result(job, result)
