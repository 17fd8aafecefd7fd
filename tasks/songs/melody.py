"""Tunes: a motif is drawn once and repeated with variations, as people do it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tasks.songs.harmony import Key
from tasks.songs.score import Note

Degrees = tuple[int, ...]


@dataclass(frozen=True)
class Motif:
    """A rhythm (start and length in beats) and a contour (steps of the scale above the chord's root)."""

    rhythm: tuple[tuple[float, float], ...]
    contour: Degrees


def motif(rng: np.random.Generator, rhythm: Sequence[tuple[float, float]], reach: int = 5) -> Motif:
    """A contour over a rhythm: chord notes on the beat, small steps between, turning back at ``reach``."""
    degree = int(rng.choice([0, 2, 4]))
    contour = []
    for start, _ in rhythm:
        step = int(rng.choice([-2, -1, 1, 2, 0], p=[0.15, 0.3, 0.3, 0.15, 0.1]))
        degree += step if abs(degree + step - 2) <= reach else -step
        strong = start % 1.0 == 0.0
        contour.append(degree + 1 if strong and degree % 2 else degree)
    return Motif(tuple(rhythm), tuple(contour))


def varied(source: Motif, rng: np.random.Generator) -> Motif:
    """The motif with another ending: the last third of its contour moves."""
    turn = max(1, len(source.contour) // 3)
    ending = tuple(int(d + rng.choice([-2, -1, 1, 2])) for d in source.contour[-turn:])
    return Motif(source.rhythm, source.contour[:-turn] + ending)


def sung(source: Motif, key: Key, chord_degree: int, start: float, level: float) -> tuple[Note, ...]:
    """The motif as notes over a chord; ``level`` 0 to 1 is how hard it is played."""
    root = chord_degree if chord_degree <= 3 else chord_degree - len(key.scale)
    notes = []
    for (at, length), degree in zip(source.rhythm, source.contour, strict=True):
        accent = 1.0 if at % 1.0 == 0.0 else 0.85
        notes.append(Note(start + at, length, key.pitch(root + degree), level * accent))
    return tuple(notes)
