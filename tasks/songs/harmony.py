"""Keys, chords and voicings in MIDI pitches."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, product

# MIDI note number, middle C 60; fractions lie between the keys.
Pitch = int | float

MINOR = (0, 2, 3, 5, 7, 8, 10)
MAJOR = (0, 2, 4, 5, 7, 9, 11)
DORIAN = (0, 2, 3, 5, 7, 9, 10)
MIXOLYDIAN = (0, 2, 4, 5, 7, 9, 10)
PHRYGIAN = (0, 1, 3, 5, 7, 8, 10)
LYDIAN = (0, 2, 4, 6, 7, 9, 11)
HARMONIC_MINOR = (0, 2, 3, 5, 7, 8, 11)


def hertz(pitch: Pitch) -> float:
    """Frequency in hertz of a MIDI pitch, A4 = 440 Hz."""
    return float(440.0 * 2.0 ** ((pitch - 69.0) / 12.0))


@dataclass(frozen=True)
class Key:
    """A tonic (MIDI pitch of its lowest octave in use) and a scale of seven steps."""

    tonic: int
    scale: tuple[int, ...]

    def pitch(self, degree: int) -> int:
        """MIDI pitch of a scale degree counted from the tonic, 0 the tonic, 7 its octave, negative below."""
        octave, step = divmod(degree, len(self.scale))
        return self.tonic + 12 * octave + self.scale[step]

    def drum_pitch(self) -> int:
        """Where to tune a kick: the tonic or its lower fourth, whichever lies between 44 and 62 Hz."""
        tonic = 29 + (self.tonic - 29) % 12
        return tonic if tonic <= 35 else tonic - 5

    def chord(self, degree: int, size: int = 3) -> tuple[int, ...]:
        """Thirds stacked on a scale degree: a triad of size 3, a seventh of size 4, a ninth of size 5."""
        return tuple(self.pitch(degree + 2 * third) for third in range(size))


def voiced(chord: Sequence[int], previous: Sequence[int], low: int, high: int) -> tuple[int, ...]:
    """The chord with each note in the octave that moves least from ``previous``, within ``low`` to ``high``.

    Voices stay at least two semitones apart where the range allows it, so that no voicing turns to mud.
    """
    octaves = [[p for p in range(low, high + 1) if (p - note) % 12 == 0] for note in chord]
    centre = sum(previous) / len(previous)

    def cost(voicing: tuple[int, ...]) -> float:
        notes = sorted(voicing)
        clash = sum(upper - lower < 2 for lower, upper in pairwise(notes))
        near = sum(min(abs(note - old) for old in previous) for note in notes)
        return near + 12.0 * clash + abs(sum(notes) / len(notes) - centre)

    best = min(product(*octaves), key=cost)
    return tuple(sorted(best))
