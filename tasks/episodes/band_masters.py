"""How the songs of an episode were mastered, worked out on the powers of their bands: nothing is rendered.

Engineers who use the chain are metamaster's model of it on bands, the others curves, one compressor and one limiter.
It takes a hundredth of the time, is within some tenths of a dB of sound, and is enough to learn from in frames.
"""

import zlib
from dataclasses import dataclass
from functools import lru_cache

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array

from metamaster.chain.parameters import INDEX, named, parameter
from metamaster.learn.band_model import predict
from metamaster.learn.episode import Take
from metamaster.style.descriptor import describe
from metamaster.style.frames import Frames
from tasks.engineers.chain_settings import settings_for
from tasks.engineers.chain_style import draw_chain_style
from tasks.engineers.character import character_of
from tasks.engineers.draws import generator, normal
from tasks.engineers.engineer import no_values
from tasks.engineers.song_reading import read_frames
from tasks.episodes.desk import Desk, Finished
from tasks.episodes.plan import Plan, Section
from tasks.style_learning.band_desk import treated
from tasks.style_learning.treatments import Treatment, remixing, style, unmastering, untouched
from tasks.tracks.passages import Passages
from tasks.tracks.track import Track

_NO_SOUND = np.zeros((2, 0), np.float32)
_DRIVE = INDEX["limiter.drive_db"]
_MIX_LUFS = (-24.0, -18.0)
_PASSES = 8
"""Corrections of the limiter's drive; the loudness is then within some hundredths of an LU where it can be reached."""


@dataclass(frozen=True)
class Variety:
    """What makes more of few songs: the share of songs that are remixed, and of styles put on records undone."""

    remixed: float = 0.0
    undone: float = 1.0


class BandDesk(Desk):
    """Masters frames; its mixes come without sound."""

    def __init__(self, plan: Plan, passages: Passages, variety: Variety = Variety()) -> None:
        self._plan = plan
        self._passages = passages
        self._variety = variety
        self._mixes: dict[Section, Frames] = {}

    def mix(self, section: Section) -> Take:
        """The frames that the engineer was given."""
        return Take(_NO_SOUND, self._mix(section))

    def master(self, section: Section) -> Finished:
        """The frames of what the engineer made of it, or of how it was released."""
        match self._plan.engineer:
            case "chain":
                return self._by_chain(self._mix(section))
            case "other-software":
                treatment = _style(self._plan.taste, self._plan.engineer_seed)
                return Finished(_treated(self._mix(section), treatment), no_values())
            case "as-released":
                return Finished(self._released(section), no_values())

    def _mix(self, section: Section) -> Frames:
        """Made once, though support, query and master may all ask for it."""
        if section not in self._mixes:
            self._mixes[section] = self._made(section)
        return self._mixes[section]

    def _made(self, section: Section) -> Frames:
        if section.track.mixes:
            return self._varied(_kept_mix(self._passages, section.track, section.section), section.track)
        return _treated(self._released(section), self._undoing())

    def _undoing(self) -> Treatment:
        rng = generator("undone", self._plan.seed)
        if self._plan.engineer != "as-released" and rng.random() >= self._variety.undone:
            return untouched(rng.uniform(*_MIX_LUFS))
        return unmastering(generator("unmastering on bands", self._plan.unmastering_seed))

    def _released(self, section: Section) -> Frames:
        return self._varied(_kept_master(self._passages, section.track, section.section), section.track)

    def _varied(self, frames: Frames, track: Track) -> Frames:
        """The song as this episode has it, the same for all of its sections."""
        rng = generator("remix", self._plan.seed, zlib.crc32(track.name.encode()))
        if rng.random() >= self._variety.remixed:
            return frames
        return _treated(frames, remixing(rng)._replace(loudness_lufs=np.float64(_loudness(frames))))

    def _by_chain(self, mix: Frames) -> Finished:
        engineer = draw_chain_style(self._plan.taste, self._plan.engineer_seed)
        song = read_frames(mix, float(_loudness(mix)))
        settings = settings_for(engineer, song, generator("hand", self._plan.engineer_seed, song.number))
        frames, values = _chained(mix, np.asarray(settings.values, np.float32), np.float32(engineer.loudness_lufs))
        return Finished(jax.tree.map(np.asarray, frames), np.asarray(values))


@lru_cache(maxsize=4000)
def _kept_mix(passages: Passages, track: Track, section: int) -> Frames:
    return passages.mix(track, section).frames


@lru_cache(maxsize=4000)
def _kept_master(passages: Passages, track: Track, section: int) -> Frames:
    return passages.master(track, section).frames


def _style(genre: str, seed: int) -> Treatment:
    rng = generator(f"style on bands of {genre}", seed)
    return style(rng)._replace(loudness_lufs=np.float64(normal(rng, character_of(genre).loudness_lufs, 1.2)))


def _treated(frames: Frames, treatment: Treatment) -> Frames:
    given: Treatment = jax.tree.map(np.float32, treatment)
    done: Frames = jax.tree.map(np.asarray, _compiled_treated(frames, given))
    return done


_compiled_treated = jax.jit(treated)
_loudness = jax.jit(lambda frames: describe(frames).loudness_lufs)


@jax.jit
def _chained(frames: Frames, values: Array, loudness_lufs: Array) -> tuple[Frames, Array]:
    """The frames after the chain, with the drive that brings them to that loudness, and all its values."""
    drive = parameter("limiter.drive_db")
    for _ in range(_PASSES):
        off_lu = loudness_lufs - describe(predict(frames, named(values))).loudness_lufs
        values = values.at[_DRIVE].set(jnp.clip(values[_DRIVE] + off_lu, drive.low, drive.high))
    return predict(frames, named(values)), values
