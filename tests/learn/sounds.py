"""What the tests of learning share: an excerpt of music as adaptation gets it."""

from dataclasses import dataclass

import jax
import jax.numpy as jnp
import numpy as np

from metamaster.chain.jax_renderer.bounded import coordinates_of, physical
from metamaster.chain.jax_renderer.chain import render
from metamaster.chain.parameters import named
from metamaster.chain.settings import Settings, clamped
from metamaster.learn.prior import Prior, default_prior
from metamaster.learn.problem import Problem, make_problem
from metamaster.style.aspects import ASPECTS, features
from metamaster.style.descriptor import Style, describe
from metamaster.style.frames import STYLE_RATE, Frames, analyse_frames
from metamaster.style.names import Aspect

EVERYTHING: frozenset[Aspect] = frozenset(ASPECTS)


@dataclass(frozen=True)
class Excerpt:
    """Ten seconds of music at the working loudness, their frames and style."""

    audio: jax.Array
    frames: Frames
    style: Style


def prior_for(aspects: frozenset[Aspect] = EVERYTHING) -> Prior:
    """The prior of a job that is to end near −13 LUFS."""
    return default_prior(aspects, 0.0, 7.0)


def vector(settings: Settings) -> jax.Array:
    return jnp.asarray(settings.values, jnp.float32)


@jax.jit
def rendered_style(audio: jax.Array, values: jax.Array) -> Style:
    """The style of the chain's true render, values in the table's order."""
    return describe(analyse_frames(render(audio, STYLE_RATE, named(values), exact=False)))


def problem_for(excerpt: Excerpt, wanted: Style, aspects: frozenset[Aspect] = EVERYTHING) -> Problem:
    """The problem of getting from the excerpt to that style, from the prior's start."""
    return make_problem(excerpt.frames, features(wanted), float(wanted.loudness_lufs), prior_for(aspects))


def moved(start: Settings, seed: int, spread: float) -> Settings:
    """Settings some way from others, in the controls that adaptation moves."""

    prior = prior_for()
    step = spread * np.random.default_rng(seed).standard_normal(52) * prior.spread * prior.free
    values = np.asarray(physical(coordinates_of(vector(start)) + step.astype(np.float32)))
    return clamped(np.where(prior.free, values, start.values).tolist())
