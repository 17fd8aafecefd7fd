"""Holds the document: every change goes through here, is told to everybody and can be undone."""

from collections.abc import Hashable, Mapping
from types import MappingProxyType

from bridge.errors import NothingToDo
from bridge.session import events
from bridge.session.controls import CHAIN_CONTROLS, LEVEL_MATCHED, Value
from bridge.session.document import MIX, PRESET, PRESET_KEYS, REFERENCES, SLOTS, Document, Item, Slot, fresh_document
from bridge.session.events import Bus, ControlChanged
from bridge.session.history import History, Step

_NOT_UNDONE = frozenset(("ab", "automation", "bypass", LEVEL_MATCHED))
"""How one listens, not what was done to the sound."""
_ASPECTS: Mapping[str, events.Aspect] = MappingProxyType({MIX: "mix", REFERENCES: "references", PRESET: "preset"})
"""Which aspect each item is that is no control."""


class Store:
    """The document, which settings of it are heard, whether they differ from their preset, and its history."""

    def __init__(self, bus: Bus, history: History) -> None:
        self.document: Document = fresh_document()
        self.slot: Slot = "A"
        self.dirty = False
        self.history = history
        self._bus = bus
        self._told_history = ("", "")

    def chain_values(self, slot: Slot) -> dict[str, float]:
        """The chain's settings in a slot: name → value."""
        return {one.name: self.document[f"{slot}/{one.name}"] for one in CHAIN_CONTROLS}  # type: ignore[misc]

    def edit(self, label: str, changes: Mapping[str, Item], source: str, token: Hashable, held: bool) -> None:
        """Changes items, checked before, as one step; ``token`` and ``held`` as for ``History.record``."""
        before = {key: self.document[key] for key, item in changes.items() if self.document[key] != item}
        if not before:
            return
        after = {key: changes[key] for key in before}
        if not before.keys() <= _NOT_UNDONE:
            self.history.record(label, before, after, token, held)
        self.put(after, source)
        self._tell_history()

    def undo(self) -> str:
        """Takes the last step back and gives its label; raises NothingToDo."""
        step = _there(self.history.undo(), "undo")
        return self._replayed(step, step.before)

    def redo(self) -> str:
        """Does the step that was last taken back again and gives its label; raises NothingToDo."""
        step = _there(self.history.redo(), "redo")
        return self._replayed(step, step.after)

    def switch(self, slot: Slot, source: str) -> None:
        """Has the other settings heard and changed."""
        if slot == self.slot:
            return
        before, self.slot = self.chain_values(self.slot), slot
        self.put({"ab": float(SLOTS.index(slot))}, source)
        for name, value in self.chain_values(slot).items():
            if value != before[name]:
                self._bus.emit(ControlChanged(name, value, ""))

    def put(self, items: Mapping[str, Item], source: str) -> None:
        """Puts items into the document, of which history takes no note, and tells everybody."""
        for key, item in items.items():
            self.document[key] = item
            self._tell(key, item, source)
        if any("/" in key and not key.startswith(self.slot) for key in items):
            self._bus.emit(events.AspectChanged("unheard"))
        if not self.dirty and not PRESET_KEYS.isdisjoint(items):
            self.set_dirty(True)

    def set_dirty(self, dirty: bool) -> None:
        """The settings differ from their preset, or no longer do."""
        if dirty != self.dirty:
            self.dirty = dirty
            self._bus.emit(events.AspectChanged("dirty"))

    def restore(self, document: Document, dirty: bool) -> None:
        """Takes over a whole document; nothing is left to undo."""
        self.document = document
        self.slot = SLOTS[int(float(document["ab"]))]  # type: ignore[arg-type]
        self.history.clear()
        for key, item in document.items():
            self._tell(key, item, "")
        self._tell_history()
        self.set_dirty(dirty)

    def _replayed(self, step: Step, items: Mapping[str, Item]) -> str:
        self.put(items, "")
        self._tell_history()
        return step.label

    def _tell(self, key: str, item: Item, source: str) -> None:
        slot, slash, name = key.partition("/")
        if slash:
            if slot == self.slot:
                self._bus.emit(ControlChanged(name, _value(item), source))
        elif key in _ASPECTS:
            self._bus.emit(events.AspectChanged(_ASPECTS[key]))
        else:
            self._bus.emit(ControlChanged(key, _value(item), source))

    def _tell_history(self) -> None:
        labels = self.history.labels
        if labels != self._told_history:
            self._told_history = labels
            self._bus.emit(events.AspectChanged("history"))


def _there(step: Step | None, what: str) -> Step:
    if step is None:
        raise NothingToDo(f"There is nothing to {what}.")
    return step


def _value(item: Item) -> Value:
    return item  # type: ignore[return-value]
