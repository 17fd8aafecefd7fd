"""Everything that can happen in a session; whoever shows or forwards it subscribes to the bus."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from bridge.session.controls import Value
from bridge.session.job import Job


@dataclass(frozen=True, slots=True)
class ControlChanged:
    """A control has a new value, in its unit; of the chain's controls only those of the settings that are heard.

    ``source`` is whoever set it, so that a front end need not tell it what it just said.
    """

    name: str
    value: Value
    source: str


Aspect = Literal[
    "mix",
    "references",
    "history",
    "dirty",
    "preset",
    "presets",
    "genres",
    "meters",
    "position",
    "automation",
    "live",
    "turned",
    "unheard",
]
"""What there is to know of a session besides its controls and jobs; the session and the desk say what it is now."""


@dataclass(frozen=True, slots=True)
class AspectChanged:
    """An aspect is no longer what it was: read it where it is held."""

    aspect: Aspect


@dataclass(frozen=True, slots=True)
class GestureChanged:
    """Somebody took hold of a control, or let go of it."""

    name: str
    held: bool
    source: str


@dataclass(frozen=True, slots=True)
class JobChanged:
    """A job was queued, has started, moved on or ended."""

    job: Job


@dataclass(frozen=True, slots=True)
class TransportChanged:
    """The song has begun to roll or has stopped, or goes at another tempo; ``source`` is who leads."""

    rolling: bool
    tempo_bpm: float
    source: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something went wrong that nobody asked for, such as a full disk: code and sentence."""

    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Saved:
    """The state is on the disk."""


Event = ControlChanged | AspectChanged | GestureChanged | JobChanged | TransportChanged | Trouble | Saved
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
