"""An episode made ready: all that can be read from it once, before learning looks at it many times."""

from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar, cast

import jax
import numpy as np
from jaxtyping import Float

from metamaster.chain.jax_renderer.bounded import coordinates_of
from metamaster.learn.base import Songs, base_change
from metamaster.learn.episode import Episode, Take
from metamaster.learn.excerpt import excerpt_frames
from metamaster.learn.inputs import mix_inputs, piece_inputs
from metamaster.learn.names import Base, World
from metamaster.learn.problem import Coordinates
from metamaster.learn.style_model.model import Piece, piece_with
from metamaster.style.aspects import ASPECTS, Features, features
from metamaster.style.descriptor import describe
from metamaster.style.frames import FRAME_S, Frames, analyse_frames, samples_for

Inputs = Float[Any, "_"]
_FRAMES_PER_S = 1.0 / FRAME_S
Part = TypeVar("Part")


class Mix(NamedTuple):
    """A mix as adaptation gets it; stacked ones have one more axis, the first."""

    inputs: Inputs
    """What ``metamaster.learn.inputs`` tells of it and of the reference together."""
    base: Features
    """The change in dB that is asked for before the predictor adds to it."""
    loudness_lufs: Float[Any, ""]
    excerpt: Frames
    """``EXCERPT_FRAMES`` frames of it, which steps are made on."""
    heard: Features
    """Features of the excerpt."""
    louder: Float[Any, ""]
    """By how many LU the excerpt is louder than the whole."""
    audio: Float[Any, "2 samples"]
    """The excerpt's samples, left and right at ``STYLE_RATE``; none where only frames are looked at."""


class Judged(NamedTuple):
    """A mix and its true master."""

    mix: Mix
    frames: Frames
    """Of the whole mix; of one frame where the excerpt's samples are looked at instead."""
    wanted: Features
    """The features that the true master has, or would have on the excerpt where that is looked at."""
    change: Features
    """What mastering truly changed, in dB."""
    coordinates: Coordinates
    """Of the chain that did it; NaN where another did."""


class Material(NamedTuple):
    """An episode made ready: a pytree of arrays, all of fixed shape."""

    reference: Inputs
    reference_lufs: Float[Any, ""]
    support: Mix
    query: Judged


@dataclass(frozen=True)
class Preparation:
    """How episodes are made ready."""

    world: World
    base: Base
    seconds: float = 10.0
    """How much of each excerpt is kept as samples, where samples are looked at."""
    strange: Songs = frozenset()
    """Songs that the base must not have been learned from."""
    support: bool = True
    """Whether anything adapts on the support; where nothing does, the query takes its place, which is at hand."""


class _Read(NamedTuple):
    features: Features
    loudness_lufs: Float[Any, ""]


class _Known(NamedTuple):
    """A whole stretch: what is read from it, and the piece that it is."""

    read: _Read
    piece: Piece


def prepared(episode: Episode, how: Preparation) -> Material:
    """The material of an episode, as NumPy arrays."""
    reference = _known(episode.reference)
    query = [_judged(episode, k, reference, how) for k in _count(episode.query)]
    support = [one.mix for one in query]
    if how.support:
        takes = (_take(episode.support, k) for k in _count(episode.support))
        support = [_mix(take, _known(take.frames), reference, how) for take in takes]
    lufs = reference.read.loudness_lufs
    ready = Material(piece_inputs(reference.piece, float(lufs)), lufs, _stacked(support), _stacked(query))
    return jax.tree.map(np.asarray, ready)


def stacked(parts: list[Part]) -> Part:
    """What was made ready of several episodes, as one with one more axis, the first."""
    return cast(Part, _stacked(parts))


def _count(take: Take) -> range:
    return range(take.frames.peak.shape[0])


def _take(takes: Take, k: int) -> Take:
    return jax.tree.map(lambda leaf: leaf[k], takes)


def _mix(take: Take, known: _Known, reference: _Known, how: Preparation) -> Mix:
    read, piece = known
    asked = base_change(how.base, piece, reference.piece, how.strange)
    base = np.concatenate([asked.change[a] for a in ASPECTS])
    told = mix_inputs(piece, float(read.loudness_lufs), reference.piece, base, asked.same_song)
    if how.world == "audio":
        samples = min(samples_for(max(round(how.seconds * _FRAMES_PER_S), 1)), take.audio.shape[-1])
        audio = np.ascontiguousarray(np.asarray(take.audio, np.float32)[:, :samples])
        excerpt = _frames_of(audio)
    else:
        audio, excerpt = np.zeros((2, 0), np.float32), excerpt_frames(take.frames)
    heard = _read(excerpt)
    return Mix(
        told,
        {aspect: asked.change[aspect].astype(np.float32) for aspect in ASPECTS},
        read.loudness_lufs,
        excerpt,
        heard.features,
        heard.loudness_lufs - read.loudness_lufs,
        audio,
    )


def _judged(episode: Episode, k: int, reference: _Known, how: Preparation) -> Judged:
    take = _take(episode.query, k)
    known, after = _known(take.frames), _read(jax.tree.map(lambda leaf: leaf[k], episode.truth))
    change = {aspect: after.features[aspect] - known.read.features[aspect] for aspect in ASPECTS}
    frames = take.frames if how.world == "frames" else jax.tree.map(np.zeros_like, _first(take.frames))
    mix = _mix(take, known, reference, how)
    wanted = after.features
    if how.world == "audio":
        wanted = {aspect: mix.heard[aspect] + change[aspect] for aspect in ASPECTS}
    coordinates = coordinates_of(np.asarray(episode.values[k], np.float32))
    return Judged(mix, frames, wanted, change, coordinates)


def _first(frames: Frames) -> Frames:
    return Frames(frames.power[:, :1], frames.peak[:1])


def _known(frames: Frames) -> _Known:
    read = _read(frames)
    joined = np.concatenate([np.asarray(read.features[aspect], np.float64) for aspect in ASPECTS])
    return _Known(read, piece_with(joined, frames))


@jax.jit
def _read(frames: Frames) -> _Read:
    style = describe(frames)
    return _Read(features(style), style.loudness_lufs)


_frames_of = jax.jit(analyse_frames)


def _stacked(parts: list) -> Any:
    return jax.tree.map(lambda *leaves: np.stack(leaves), *parts)
