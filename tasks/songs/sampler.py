"""Plays a part: each distinct sound is made once, then laid down wherever the notes ask for it."""

from collections.abc import Callable, Hashable

import numpy as np
from jaxtyping import Float32

from tasks.songs import synth
from tasks.songs.clock import Clock
from tasks.songs.filters import equalised
from tasks.songs.score import Note, Part

LAYERS = (0.4, 0.7, 1.0)
RING_S = 0.03

Sound = Float32[np.ndarray, "channels samples"]


def performed(
    part: Part, clock: Clock, frames: int, rng: np.random.Generator, accents: float
) -> Float32[np.ndarray, "channels frames"]:
    """The part as ``frames`` samples of one or two channels, at the level and through the equaliser of its strip.

    A sound peaks at ±1 before the equaliser at full velocity; level follows velocity to the power ``accents``,
    and timbre its nearest of three layers. Notes start up to a few ``loose_ms`` early or late.
    """
    make = _remembered(part, clock.sample_rate)
    late = rng.normal(0.0, part.loose_ms * 1e-3 * clock.sample_rate, len(part.notes))
    takes = rng.integers(0, part.takes, len(part.notes))
    sounds = [make(note, clock.seconds(note.length), int(take)) for note, take in zip(part.notes, takes, strict=True)]
    fader = 10.0 ** (part.strip.gain_db / 20.0)
    track = np.zeros((sounds[0].shape[0] if sounds else 1, frames), dtype=np.float32)
    for note, sound, lateness in zip(part.notes, sounds, late, strict=True):
        start = min(max(0, clock.sample(note.start) + round(lateness)), frames)
        stop = min(start + sound.shape[1], frames)
        track[:, start:stop] += np.float32(fader * note.velocity**accents) * sound[:, : stop - start]
    return track


def _remembered(part: Part, sample_rate: int) -> Callable[[Note, float, int], Sound]:
    """A maker of sounds that keeps what it has made."""
    made: dict[Hashable, Sound] = {}

    def make(note: Note, seconds: float, take: int) -> Sound:
        layer = min(LAYERS, key=lambda velocity: abs(velocity - note.velocity))
        key = (note.pitch, round(seconds, 3), layer, take)
        if key not in made:
            raw = part.instrument.sound(note.pitch, round(seconds, 3), layer, take, sample_rate)
            # Filtering the sound is filtering the track, since both are linear: room is left for the filter to ring.
            ring = np.zeros((len(raw), round(RING_S * sample_rate)), dtype=np.float32)
            made[key] = equalised(
                np.hstack([synth.peak_normalised(raw), ring]), part.strip.eq + part.strip.tone, sample_rate
            )
        return made[key]

    return make
