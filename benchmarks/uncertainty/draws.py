"""Masters whose settings are known: truths drawn from the prior, and what adaptation then finds."""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from metamaster.audio.files import ArraySource
from metamaster.chain.jax_renderer.bounded import coordinates_of, physical
from metamaster.chain.jax_renderer.chain import render
from metamaster.chain.parameters import INDEX, named
from metamaster.learn.adapt import adapt
from metamaster.learn.aim import trim_for
from metamaster.learn.evaluation.rendering import excerpt_of
from metamaster.learn.prior import Prior, default_prior
from metamaster.learn.problem import LOUDNESS_WEIGHT, WEIGHT, Problem, make_problem
from metamaster.listen import listen
from metamaster.style.aspects import ASPECTS, Features, features
from metamaster.style.descriptor import Style, describe
from metamaster.style.frames import STYLE_RATE, Frames, analyse_frames
from metamaster.style.target import ByAspect, style_difference
from tasks.songs.demo import demo_mix

RULE, STEPS = "levenberg-marquardt", 5
_DRIVE_DB = 8.0
_OTHER_SONG = 100


class Song(NamedTuple):
    """Ten seconds of a mix, and the trim that brings it to the working loudness."""

    audio: jax.Array
    frames: Frames
    trim_db: float

    @property
    def prior(self) -> Prior:
        """Where adaptation of this song starts."""
        return default_prior(frozenset(ASPECTS), self.trim_db, _DRIVE_DB)


class Draw(NamedTuple):
    """One adaptation: by control, the truth, what was found, its ± and whether it is said not to be determined."""

    names: tuple[str, ...]
    truth: np.ndarray
    found: np.ndarray
    deviation: np.ndarray
    undetermined: np.ndarray


Case = Callable[[Song, jax.Array, int], Problem]
"""The problem of finding the chain of those physical values by ear, on that song; with a seed for what is by chance."""


@cache
def song(seed: int) -> Song:
    """The built-in mix of that seed."""
    made = demo_mix(seed)
    heard = listen(ArraySource(made.mix, made.sample_rate, made.name))
    audio = jnp.asarray(excerpt_of(heard))
    return Song(audio, jax.jit(analyse_frames)(audio), trim_for(heard))


def as_assumed(mix: Song, values: jax.Array, seed: int) -> Problem:
    """The song's own master, heard with the errors that the residual's weights assume."""
    exact, random = own_master(mix, values, seed), np.random.default_rng([seed, 1])
    target = {
        aspect: exact.target[aspect] + jnp.float32(random.standard_normal(exact.target[aspect].size) / WEIGHT[aspect])
        for aspect in ASPECTS
    }
    louder = jnp.float32(random.standard_normal() / LOUDNESS_WEIGHT)
    return exact._replace(target=target, target_lufs=exact.target_lufs + louder)


def own_master(mix: Song, values: jax.Array, seed: int) -> Problem:
    """The song's own master, heard exactly."""
    del seed
    style = _mastered(mix, values)
    return _problem(mix, features(style), style)


def another_song(mix: Song, values: jax.Array, seed: int) -> Problem:
    """The master of another song of the genre, made by the same chain: what references are."""
    model = song(_OTHER_SONG + seed)
    style = _mastered(model, values.at[INDEX["trim.gain_db"]].set(model.trim_db))
    ours = _arrays(features(jax.jit(describe)(mix.frames)))
    change = style_difference(ours, _arrays(features(style))).change
    return _problem(mix, {aspect: jnp.asarray(ours[aspect] + change[aspect]) for aspect in ASPECTS}, style)


def draw(case: Case, mix: Song, seed: int) -> Draw:
    """Draws a truth from the prior, makes its master, adapts to it."""
    prior = mix.prior
    start = coordinates_of(jnp.asarray(prior.start.values, jnp.float32))
    off = np.random.default_rng([seed, 0]).standard_normal(52) * prior.spread * prior.free
    fixed = jnp.asarray(prior.start.values, jnp.float32)
    values = jnp.where(prior.free, physical(start + jnp.asarray(off, jnp.float32)), fixed)
    adapted = adapt(case(mix, values, seed), RULE, STEPS)
    sure = adapted.uncertainty
    if sure is None:
        raise ValueError("Adaptation made no step.")
    names = tuple(sure.deviation)
    return Draw(
        names,
        np.array([float(values[INDEX[name]]) for name in names]),
        np.array([adapted.settings[name] for name in names]),
        np.array([sure.deviation[name] for name in names]),
        np.array([name in sure.undetermined for name in names]),
    )


@jax.jit
def _style_of(audio: jax.Array, values: jax.Array) -> Style:
    return describe(analyse_frames(render(audio, STYLE_RATE, named(values), exact=False)))


def _mastered(mix: Song, values: jax.Array) -> Style:
    return _style_of(mix.audio, values)


def _problem(mix: Song, target: Features, style: Style) -> Problem:
    return make_problem(mix.frames, target, float(style.loudness_lufs), mix.prior)


def _arrays(found: Features) -> ByAspect:
    return {aspect: np.asarray(entries, np.float64) for aspect, entries in found.items()}
