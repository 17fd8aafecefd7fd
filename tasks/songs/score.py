"""A score: which instrument plays which notes, and how its channel on the desk is set."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from jaxtyping import Float32

from tasks.songs.clock import Clock
from tasks.songs.filters import Section
from tasks.songs.harmony import Pitch


@dataclass(frozen=True)
class Note:
    """One note; times in beats from the start of the song, MIDI pitch (middle C 60), velocity 0 to 1."""

    start: float
    length: float
    pitch: Pitch
    velocity: float


@runtime_checkable
class Instrument(Protocol):
    """Anything that can make one sound."""

    def sound(
        self, pitch: Pitch, seconds: float, velocity: float, take: int, sample_rate: int
    ) -> Float32[np.ndarray, "channels samples"]:
        """One sound of one or two channels: the same arguments give the same samples, ``take`` varies the noise."""
        ...


@dataclass(frozen=True)
class Strip:
    """A channel of the desk: level, equaliser, place in the stereo picture, sends, ducking by the kick.

    ``eq`` belongs to the sound, and a balanced score makes up for the loudness that it takes; ``tone`` is laid over
    the balance, so that a dull channel is also a softer one.
    """

    gain_db: float
    eq: tuple[Section, ...] = ()
    tone: tuple[Section, ...] = ()
    pan: float = 0.0
    width: float = 1.0
    reverb_db: float | None = None
    echo_db: float | None = None
    duck_db: float = 0.0


@dataclass(frozen=True)
class Part:
    """What one instrument plays in the song, and the stem that it belongs to.

    Notes are played up to a few ``loose_ms`` early or late; ``takes`` is how many different sounds of the
    same note take turns, for instruments made of noise.
    """

    stem: str
    instrument: Instrument
    notes: tuple[Note, ...]
    strip: Strip
    loose_ms: float = 3.0
    takes: int = 1


@dataclass(frozen=True)
class Room:
    """The reverb and the echo that all channels share; ``reverb_s`` is the time to fall by 60 dB."""

    reverb_s: float = 1.6
    predelay_ms: float = 18.0
    damping_hz: float = 5000.0
    echo_beats: float = 0.75
    echo_feedback: float = 0.45
    low_cut_hz: float = 220.0


@dataclass(frozen=True)
class Score:
    """A whole song before it is rendered; ``ducker`` names the stem whose notes duck the others.

    In a ``balanced`` score all channels are brought to one loudness before their faders, so that a strip's gain says
    how loud it is beside the others, whatever its instrument. ``accents`` is the power of its velocity that the level
    of a note follows.
    """

    name: str
    clock: Clock
    beats: float
    parts: tuple[Part, ...]
    room: Room
    ducker: str = "kick"
    tail_s: float = 2.0
    balanced: bool = False
    accents: float = 1.4
