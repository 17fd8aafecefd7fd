"""Songs that exist as band powers alone: drawn in a millisecond, for trying out learning and for testing it."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32

from metamaster.learn.episode import SONG_FRAMES
from metamaster.measure.bands import THIRD_OCTAVE_HZ
from metamaster.style.frames import FLOOR, FRAME_S, Frames

_BANDS = len(THIRD_OCTAVE_HZ)
_OCTAVES = np.log2(np.array(THIRD_OCTAVE_HZ) / 1000.0)
_GROUPS = (slice(0, 9), slice(9, 21), slice(21, _BANDS))
"""What moves together in time: bass, middle and treble."""


@dataclass(frozen=True)
class Sound:
    """What songs of a genre have in common."""

    slope_db: float
    """Level per octave."""
    bass_db: float
    beat_s: float
    punch_db: float
    """How far a beat rises over what is between beats."""
    width_db: float
    """Side over mid in the treble."""


def draw_sound(rng: np.random.Generator) -> Sound:
    """The sound of a genre."""
    return Sound(
        slope_db=rng.uniform(-6.0, -3.0),
        bass_db=rng.uniform(-4.0, 6.0),
        beat_s=rng.uniform(0.3, 0.7),
        punch_db=rng.uniform(4.0, 14.0),
        width_db=rng.uniform(-14.0, -4.0),
    )


def draw_frames(rng: np.random.Generator, sound: Sound, level_db: float = -20.0) -> Frames:
    """The frames of an unmastered song of that sound, at about that level in dBFS."""
    tone = sound.slope_db * _OCTAVES + sound.bass_db * np.exp(-0.5 * ((_OCTAVES + 3.5) / 1.0) ** 2)
    tone = tone + _smooth(2.5 * rng.standard_normal(_BANDS)) - np.where(_OCTAVES < -4.5, 12.0, 0.0)
    moving = np.stack([_movement(rng, sound) for _ in _GROUPS])
    level = tone[None] + np.concatenate(
        [np.repeat(moving[k][:, None], group.stop - group.start, axis=1) for k, group in enumerate(_GROUPS)], axis=1
    )
    level = level + rng.normal(0.0, 2.0, level.shape)
    width = sound.width_db + np.minimum(1.5 * _OCTAVES, 0.0) * 1.5 + _smooth(3.0 * rng.standard_normal(_BANDS))
    power = 10.0 ** (np.stack([level, level + width]) / 10.0)
    power *= 10.0 ** (level_db / 10.0) / power.sum(axis=(0, 2)).mean()
    crest_db = rng.normal(9.0, 1.0, SONG_FRAMES)
    peak = np.sqrt(power.sum(axis=(0, 2)) * 10.0 ** (crest_db / 10.0))
    return Frames((power + FLOOR).astype(np.float32), peak.astype(np.float32))


def _movement(rng: np.random.Generator, sound: Sound) -> Float32[np.ndarray, "frames"]:
    """Beats that decay, and sections of different level, in dB."""
    time_s = np.arange(SONG_FRAMES) * FRAME_S
    since = np.mod(time_s + rng.uniform(0.0, sound.beat_s), sound.beat_s)
    sections = np.repeat(rng.normal(0.0, 2.0, 6), SONG_FRAMES // 6)
    return (sound.punch_db * np.exp(-since / 0.12) + sections).astype(np.float32)


def _smooth(values: np.ndarray) -> np.ndarray:
    return np.convolve(np.pad(values, 2, mode="edge"), np.full(5, 0.2), mode="valid")
