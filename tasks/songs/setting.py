"""What the players of one song agree on before they play: tempo, key, chords and form, drawn from a genre's idiom."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from tasks.songs.arrangement import Arrangement
from tasks.songs.clock import Clock
from tasks.songs.forms import Outline, drawn
from tasks.songs.harmony import Key
from tasks.songs.lines import Progression

T = TypeVar("T")


@dataclass(frozen=True)
class Idiom:
    """What the songs of a genre have in common; ranges are drawn from evenly.

    ``swung_beats`` is what ``swing`` delays: every second sixteenth, or every second eighth.
    """

    tempo_bpm: tuple[float, float]
    scales: tuple[tuple[int, ...], ...]
    progressions: tuple[tuple[int, ...], ...]
    outlines: tuple[Outline, ...]
    chord_sizes: tuple[int, ...] = (3,)
    swing: tuple[float, float] = (0.0, 0.0)
    swung_beats: float = 0.25


@dataclass(frozen=True)
class Setting:
    """One song's tempo, key, chords and form, and the dice that everything else about it is drawn with."""

    rng: np.random.Generator
    clock: Clock
    chords: Progression
    form: Arrangement

    @property
    def key(self) -> Key:
        """The key that the song is in."""
        return self.chords.key

    def between(self, low: int | float, high: int | float) -> float:
        """A number drawn evenly."""
        return float(self.rng.uniform(low, high))

    def chance(self, probability: float) -> bool:
        """Whether something happens in this song."""
        return bool(self.rng.random() < probability)


def agreed(rng: np.random.Generator, idiom: Idiom, seconds: float, sample_rate: int) -> Setting:
    """A song in that idiom of at least ``seconds``."""
    tempo_bpm = float(rng.uniform(*idiom.tempo_bpm))
    clock = Clock(tempo_bpm, sample_rate, float(rng.uniform(*idiom.swing)), 4, idiom.swung_beats)
    key = Key(int(rng.integers(43, 55)), pick(rng, idiom.scales))
    chords = Progression(key, pick(rng, idiom.progressions), pick(rng, idiom.chord_sizes))
    bars = int(np.ceil(seconds / clock.seconds(float(clock.beats_per_bar))))
    return Setting(rng, clock, chords, drawn(rng, idiom.outlines, bars, clock.beats_per_bar))


def pick(rng: np.random.Generator, choices: Sequence[T]) -> T:
    """One of the choices, each as likely."""
    return choices[int(rng.integers(len(choices)))]
