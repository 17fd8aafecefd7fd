"""Players: how an instrument fills the bars of a song, from rhythms and figures that its seed draws."""

from collections.abc import Sequence

import numpy as np

from tasks.songs import lines, melody
from tasks.songs.harmony import Key
from tasks.songs.score import Note
from tasks.songs.setting import Setting, pick

Hits = tuple[tuple[float, float, float], ...]
"""Start, length and accent of each hit in a bar."""


def rhythm(setting: Setting, density: float, beats: float = 4.0, grid: float = 0.5) -> Hits:
    """A rhythm drawn for one bar: the first beat, then places on the grid, likelier on the beat, held until the next.

    ``density`` 0 to 1 is how many of the places are taken.
    """
    places = np.arange(0.0, beats, grid)
    likelihood = np.where(places % 1.0 == 0.0, 1.25, 0.85) * density
    taken = [
        float(p) for p, likely in zip(places, likelihood, strict=True) if p == 0.0 or setting.chance(float(likely))
    ]
    ends = [*taken[1:], beats]
    legato = setting.between(0.65, 1.02)
    return tuple(
        (at, legato * (end - at), 1.0 if at % 1.0 == 0.0 else 0.82) for at, end in zip(taken, ends, strict=True)
    )


def chords(setting: Setting, part: str, hits: Hits, low: int, high: int) -> tuple[Note, ...]:
    """Chords in a rhythm, led smoothly between two pitches."""
    return lines.comped(setting.form, part, setting.chords, hits, low, high)


def strummed(setting: Setting, part: str, hits: Hits, low: int, high: int) -> tuple[Note, ...]:
    """Chords whose strings are struck one after another, downwards and upwards in turn."""
    spread = setting.between(0.01, 0.05)
    voicings = setting.chords.voicings(low, high)
    notes = []
    for bar in setting.form.bars(part):
        chord = voicings[bar.index % len(voicings)]
        strings = (*chord, *(pitch + 12 for pitch in chord[:2]))
        for number, (start, length, accent) in enumerate(hits):
            order = strings if number % 2 == 0 else strings[::-1]
            for place, pitch in enumerate(order):
                at = bar.start + start + spread * place
                notes.append(Note(at, length, pitch, bar.passage.level * accent * 0.9))
    return tuple(notes)


def arpeggio(setting: Setting, part: str, low: int, high: int, rests: float = 0.2) -> tuple[Note, ...]:
    """Sixteenths or eighths through the chords in an order of this song."""
    rng = setting.rng
    size = setting.chords.size
    order = [-1 if setting.chance(rests) else int(rng.integers(0, 2 * size)) for _ in range(int(pick(rng, (6, 8, 16))))]
    if setting.chance(0.4):
        order = [choice if place % 2 == 0 else -1 for place, choice in enumerate(order)]
    return lines.arpeggio(setting.form, part, setting.chords, order, low, high)


def bass(setting: Setting, part: str, hits: Hits, low: int, leaps: float = 0.25) -> tuple[Note, ...]:
    """Roots in a rhythm, now and then the octave, the fifth or the seventh below."""
    steps = [int(pick(setting.rng, (12, 7, -5, 10))) if setting.chance(leaps) and at else 0 for at, _, _ in hits]
    figure = [(at, length, step, accent) for (at, length, accent), step in zip(hits, steps, strict=True)]
    return lines.bass_line(setting.form, part, setting.chords, figure, low)


def walking(setting: Setting, part: str, low: int) -> tuple[Note, ...]:
    """A walking bass: chord notes on the beats, the last a step from the next root."""
    rng = setting.rng
    notes = []
    for bar in setting.form.bars(part):
        degree = setting.chords.degree(bar.index)
        root = setting.chords.root(bar.index, low)
        scale_root = setting.key.pitch(degree)
        inside = [root + setting.key.pitch(degree + step) - scale_root for step in (0, 2, 4, 6, -2)]
        walk = [root, int(pick(rng, inside[1:])), int(pick(rng, inside[1:]))]
        walk.append(setting.chords.root(bar.index + 1, low) + int(pick(rng, (-1, 1, 2, -2))))
        for beat, pitch in enumerate(walk):
            accent = 1.0 if beat % 2 == 0 else 0.9
            notes.append(Note(bar.start + beat, 0.92, pitch, bar.passage.level * accent))
            if setting.chance(0.12):
                notes.append(Note(bar.start + beat + 0.5, 0.3, pitch, 0.6 * bar.passage.level))
    return tuple(notes)


def tune(setting: Setting, part: str, octave: int, density: float = 0.5, grid: float = 0.5) -> tuple[Note, ...]:
    """A tune of four bars, A B A' C, some of its bars left out so that it breathes."""
    rng = setting.rng
    lengths = [[(at, length) for at, length, _ in rhythm(setting, density, grid=grid)] for _ in range(3)]
    first, answer, close = (melody.motif(rng, length) for length in lengths)
    phrases = (first, answer, melody.varied(first, rng), close)
    silent = {int(rng.integers(4))} if setting.chance(0.4) else set()
    high = Key(setting.key.tonic + 12 * octave, setting.key.scale)
    notes: list[Note] = []
    for bar in setting.form.bars(part):
        place = bar.index_in_passage % 4
        if place not in silent:
            degree = setting.chords.degree(bar.index)
            notes.extend(melody.sung(phrases[place], high, degree, bar.start, bar.passage.level))
    return tuple(notes)


def octaves(notes: Sequence[Note], semitones: int, level: float = 0.8) -> tuple[Note, ...]:
    """The same notes elsewhere: a line that doubles another."""
    return tuple(Note(n.start, n.length, n.pitch + semitones, level * n.velocity) for n in notes)


def held(setting: Setting, part: str, pitch: float, velocity: float = 0.8) -> tuple[Note, ...]:
    """One sound under each stretch of bars in which the part plays: a bed of noise or a drone."""
    bar_beats = setting.form.beats_per_bar
    starts: list[tuple[float, float]] = []
    for bar in setting.form.bars(part):
        if starts and abs(starts[-1][0] + starts[-1][1] - bar.start) < 1e-6:
            starts[-1] = (starts[-1][0], starts[-1][1] + bar_beats)
        else:
            starts.append((bar.start, float(bar_beats)))
    return tuple(Note(start, length, pitch, velocity) for start, length in starts)


def risers(setting: Setting, part: str, bars: int = 2) -> tuple[Note, ...]:
    """A rise through the last bars of each passage in which the part plays."""
    return tuple(
        Note(bar.start, 4.0 * bars, 60, 0.9)
        for bar in setting.form.bars(part)
        if bar.index_in_passage == max(0, bar.passage.bars - bars)
    )
