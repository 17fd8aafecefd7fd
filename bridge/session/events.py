"""Everything that can happen in a session; whoever shows or forwards it subscribes to the bus."""

from collections.abc import Callable
from dataclasses import dataclass

from bridge.session.controls import Value
from bridge.session.job import Job
from bridge.session.references import Reference


@dataclass(frozen=True, slots=True)
class ControlChanged:
    """A control has a new value, in its unit; of the chain's controls only those of the settings that are heard.

    ``source`` is whoever set it, so that a front end need not tell it what it just said.
    """

    name: str
    value: Value
    source: str


@dataclass(frozen=True, slots=True)
class MixChanged:
    """Another mix; its path is empty where there is none."""

    path: str


@dataclass(frozen=True, slots=True)
class ReferencesChanged:
    """Other references or weights."""

    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class GestureChanged:
    """Somebody took hold of a control, or let go of it."""

    name: str
    held: bool
    source: str


@dataclass(frozen=True, slots=True)
class HistoryChanged:
    """What undo and redo would do now, in words; empty where there is nothing."""

    undo: str
    redo: str


@dataclass(frozen=True, slots=True)
class DirtyChanged:
    """Whether the settings differ from the preset that was last loaded or saved."""

    dirty: bool


@dataclass(frozen=True, slots=True)
class PresetChanged:
    """The preset that the settings come from; its name is empty where there is none."""

    name: str


@dataclass(frozen=True, slots=True)
class PresetsChanged:
    """The presets there are, sorted by name."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JobChanged:
    """A job was queued, has started, moved on or ended."""

    job: Job


@dataclass(frozen=True, slots=True)
class MetersChanged:
    """There is another file whose levels the meters show."""

    name: str


@dataclass(frozen=True, slots=True)
class PositionChanged:
    """The position in the song, in seconds; None where there is none."""

    seconds: float | None


@dataclass(frozen=True, slots=True)
class TransportChanged:
    """The song has begun to roll or has stopped, or goes at another tempo; ``source`` is who leads."""

    rolling: bool
    tempo_bpm: float
    source: str


@dataclass(frozen=True, slots=True)
class AutomationChanged:
    """There are other lanes of automation, or other points in them; their names, in the order of the table."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LiveChanged:
    """The live insert has another status (``desk.live.status``)."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something went wrong that nobody asked for, such as a full disk: code and sentence."""

    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Saved:
    """The state is on the disk."""


Event = (
    ControlChanged
    | MixChanged
    | ReferencesChanged
    | GestureChanged
    | HistoryChanged
    | DirtyChanged
    | PresetChanged
    | PresetsChanged
    | JobChanged
    | MetersChanged
    | PositionChanged
    | TransportChanged
    | AutomationChanged
    | LiveChanged
    | Trouble
    | Saved
)
Subscriber = Callable[[Event], None]


class Bus:
    """Calls every subscriber with every event, at once and in the order in which they subscribed."""

    def __init__(self) -> None:
        self._subscribers: tuple[Subscriber, ...] = ()

    def subscribe(self, subscriber: Subscriber) -> Callable[[], None]:
        """Has the subscriber told of every event from now on; gives what ends that."""
        self._subscribers = (*self._subscribers, subscriber)

        def unsubscribe() -> None:
            self._subscribers = tuple(one for one in self._subscribers if one is not subscriber)

        return unsubscribe

    def emit(self, event: Event) -> None:
        """Tells everybody."""
        for subscriber in self._subscribers:
            subscriber(event)
