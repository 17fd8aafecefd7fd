"""Accompaniment over a chord progression: held chords, stabs, bass lines and arpeggios."""

from collections.abc import Sequence
from dataclasses import dataclass

from tasks.songs.arrangement import Arrangement
from tasks.songs.harmony import Key, voiced
from tasks.songs.score import Note

# Start and length in beats within the bar, and accent 0 to 1.
Rhythm = Sequence[tuple[float, float, float]]


@dataclass(frozen=True)
class Progression:
    """One chord a bar as scale degrees, repeated through the song; ``size`` notes in a chord."""

    key: Key
    degrees: tuple[int, ...]
    size: int = 3

    def degree(self, bar: int) -> int:
        """The chord of a bar."""
        return self.degrees[bar % len(self.degrees)]

    def voicings(self, low: int, high: int) -> tuple[tuple[int, ...], ...]:
        """The chords of one round, led smoothly within a range of pitches."""
        previous: Sequence[int] = ((low + high) // 2,)
        led = []
        for degree in self.degrees:
            previous = voiced(self.key.chord(degree, self.size), previous, low, high)
            led.append(tuple(previous))
        return tuple(led)

    def root(self, bar: int, low: int) -> int:
        """The root of a bar's chord in the octave above ``low``."""
        return low + (self.key.pitch(self.degree(bar)) - low) % 12


def comped(form: Arrangement, part: str, chords: Progression, rhythm: Rhythm, low: int, high: int) -> tuple[Note, ...]:
    """The chord of each bar in a rhythm, its inner notes a little softer than the top."""
    voicings = chords.voicings(low, high)
    notes = []
    for bar in form.bars(part):
        chord = voicings[bar.index % len(voicings)]
        for start, length, accent in rhythm:
            for pitch in chord:
                weight = 1.0 if pitch == chord[-1] else 0.9
                notes.append(Note(bar.start + start, length, pitch, bar.passage.level * accent * weight))
    return tuple(notes)


def bass_line(
    form: Arrangement,
    part: str,
    chords: Progression,
    figure: Sequence[tuple[float, float, int, float]],
    low: int,
) -> tuple[Note, ...]:
    """A figure of (start, length, semitones above the root, accent) on each bar's root.

    The last bar of a passage runs up to the next root in scale steps.
    """
    notes = []
    for bar in form.bars(part):
        root = chords.root(bar.index, low)
        for start, length, interval, accent in figure:
            if bar.last and start >= 3.0:
                continue
            notes.append(Note(bar.start + start, length, root + interval, bar.passage.level * accent))
        if bar.last:
            coming = chords.root(bar.index + 1, low)
            for at, distance in ((3.0, -5), (3.5, -2)):
                notes.append(Note(bar.start + at, 0.45, coming + distance, bar.passage.level * 0.85))
    return tuple(notes)


def arpeggio(
    form: Arrangement, part: str, chords: Progression, order: Sequence[int], low: int, high: int
) -> tuple[Note, ...]:
    """Sixteenths through each bar's chord: ``order`` indexes its notes, going on into the octave above; −1 rests."""
    voicings = chords.voicings(low, high)
    notes = []
    for bar in form.bars(part):
        chord = voicings[bar.index % len(voicings)]
        for step in range(16):
            choice = order[step % len(order)]
            if choice < 0:
                continue
            octave, index = divmod(choice, len(chord))
            accent = 1.0 if step % 4 == 0 else 0.8 if step % 2 == 0 else 0.65
            pitch = chord[index] + 12 * octave
            notes.append(Note(bar.start + 0.25 * step, 0.22, pitch, bar.passage.level * accent))
    return tuple(notes)
