"""What is believed of a chain before anything is learned, as arrays: where it starts and how far each control moves."""

from functools import cache
from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Bool, Float32, Int

from metamaster.arrays import namespace
from metamaster.chain.jax_renderer.bounded import coordinates_of
from metamaster.chain.parameters import INDEX
from metamaster.learn.prior import default_prior, serves
from metamaster.learn.style_model.model import ENTRIES, FEATURES
from metamaster.style.aspects import ASPECTS

_HELD = 0.05
"""Standard deviation, in unconstrained coordinates, of what no step moves until training has set it free."""
_REACH = 0.5
"""By how much a unit output of the predictor moves such a control."""
_MOST = 3.0
"""Precisions and weights stay within exp(±3) of what they are before learning."""
_QUICK = 32.0
"""How many times as fast as the weights of networks the few numbers move that say how much more firmly to hold."""
_SET_FROM_OUTSIDE = ("trim.gain_db", "limiter.ceiling_db")
"""Given by the mix's loudness and by delivery: never learned."""
CONTROLS = len(INDEX)
BELIEFS = CONTROLS + FEATURES
"""How firm each control is held, and what an error in each feature counts."""
TRUSTED = 3.0
"""The logit of how far a new predictor is trusted: nearly altogether."""


class Neutral(NamedTuple):
    """In the order of the table, in unconstrained coordinates."""

    coordinates: Float32[np.ndarray, "52"]
    """A nearly neutral chain with neither trim nor drive."""
    precision: Float32[np.ndarray, "52"]
    reach: Float32[np.ndarray, "52"]
    """The move that a unit output of the predictor stands for."""
    free: Bool[np.ndarray, "52"]


@cache
def feature_aspects() -> Int[np.ndarray, "67"]:
    """Which of ``ASPECTS`` each feature is of."""
    return np.repeat(np.arange(len(ASPECTS)), [ENTRIES[aspect] for aspect in ASPECTS])


@cache
def control_aspects() -> Int[np.ndarray, "52"]:
    """Which of ``ASPECTS`` each control mostly serves; those that serve none by themselves go with the dynamics."""
    served = [serves(name) for name in INDEX]
    return np.array([ASPECTS.index(aspect or "dynamics") for aspect in served])


@cache
def beliefs_but_tone() -> Float32[np.ndarray, "119"]:
    """1 for each belief of an aspect other than tone, 0 for those of tone."""
    return (np.concatenate([control_aspects(), feature_aspects()]) != ASPECTS.index("tone")).astype(np.float32)


def bounded_factor(output: Any) -> Any:
    """What a network's output multiplies a precision or a weight by: within exp(±3), 1 where the output is 0."""
    xp = namespace(output)
    return xp.exp(_MOST * xp.tanh(output / _MOST))


def firmer(firmness: Any, same_song: Any) -> Any:
    """What the precision of each control is multiplied by, 0.05 to 20, by what is learned of its aspect.

    The first row of ``firmness`` is of another song, the second of the same; ``same_song`` is how likely that is.
    The features of a target count as if they erred apart, and they do not: so the chain is drawn too far from a good
    start. By how much too far, one number an aspect can learn.
    """
    other, same = firmness
    return bounded_factor(_QUICK * ((1.0 - same_song) * other + same_song * same))[control_aspects()]


@cache
def neutral_chain() -> Neutral:
    """The default prior over all aspects; what it does not let move is held firmly instead."""
    prior = default_prior(frozenset(ASPECTS), 0.0, 0.0)
    free = np.ones(len(INDEX), bool)
    free[[INDEX[name] for name in _SET_FROM_OUTSIDE]] = False
    spread = np.where(prior.free, prior.spread, _HELD)
    return Neutral(
        coordinates=np.asarray(coordinates_of(np.array(prior.start.values, np.float32)), np.float32),
        precision=(1.0 / spread**2).astype(np.float32),
        reach=(np.where(prior.free, prior.spread, _REACH) * free).astype(np.float32),
        free=free,
    )
