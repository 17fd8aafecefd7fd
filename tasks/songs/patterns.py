"""Drum patterns written as sixteen steps a bar: a digit is the velocity in ninths, a dot a rest."""

import numpy as np

from tasks.songs.arrangement import Arrangement, Bar
from tasks.songs.harmony import Pitch
from tasks.songs.score import Note

STEP = 0.25


def steps(pattern: str, bar: Bar, pitch: Pitch = 60.0, length: float = STEP) -> tuple[Note, ...]:
    """The notes of one bar of a pattern, as hard as the bar's passage is played."""
    level = bar.passage.level
    return tuple(
        Note(bar.start + STEP * at, length, pitch, level * int(mark) / 9.0)
        for at, mark in enumerate(pattern)
        if mark != "."
    )


def groove(form: Arrangement, part: str, patterns: dict[str, str], pitch: Pitch = 60.0) -> tuple[Note, ...]:
    """A part through the whole form: the pattern of each passage by name, ``fill`` in last bars, ``default`` else."""
    notes: list[Note] = []
    for bar in form.bars(part):
        chosen = patterns.get(bar.passage.name, patterns["default"])
        if bar.last and "fill" in patterns:
            chosen = patterns["fill"]
        notes.extend(steps(chosen, bar, pitch))
    return tuple(notes)


def ghosted(notes: tuple[Note, ...], rng: np.random.Generator, chance: float) -> tuple[Note, ...]:
    """The part with soft notes added a sixteenth before some of its notes."""
    ghosts = [
        Note(note.start - STEP, STEP, note.pitch, 0.3 * note.velocity)
        for note in notes
        if note.start >= STEP and rng.random() < chance
    ]
    return tuple(sorted((*notes, *ghosts), key=lambda note: note.start))


def accented(notes: tuple[Note, ...], rng: np.random.Generator, spread: float = 0.08) -> tuple[Note, ...]:
    """The part with the small unevenness of a player's velocities."""
    scale = 1.0 + spread * rng.standard_normal(len(notes))
    return tuple(
        Note(note.start, note.length, note.pitch, float(np.clip(note.velocity * s, 0.02, 1.0)))
        for note, s in zip(notes, scale, strict=True)
    )


def mutated(pattern: str, rng: np.random.Generator, chance: float) -> str:
    """The pattern with some of its marks dropped or softened and some rests filled softly, the first beat kept."""
    marks = [pattern[0]]
    for mark in pattern[1:]:
        dice = rng.random()
        if dice < chance:
            marks.append(str(rng.integers(2, 6)) if mark == "." else ".")
        elif dice < 2.0 * chance and mark != ".":
            marks.append(str(max(1, int(mark) - int(rng.integers(1, 4)))))
        else:
            marks.append(mark)
    return "".join(marks)
