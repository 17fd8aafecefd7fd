"""The predictor: from a mix and a genre, where the chain should start and what it should be brought to."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import flax.linen as nn
import jax
import jax.numpy as jnp
import numpy as np
from jax import Array
from jaxtyping import Float, Float32

from metamaster.learn.inputs import INPUTS, Inputs
from metamaster.learn.neutral import neutral_chain
from metamaster.learn.problem import WEIGHT, Coordinates
from metamaster.style.aspects import ASPECTS, Features
from metamaster.style.names import Aspect
from metamaster.style.statistics import style_statistics

ENTRIES: Mapping[Aspect, int] = {"tone": 29, "width": 10, "dynamics": 27, "plr": 1}
_CHAIN = 52
_MOST = 3.0
"""Precisions and weights stay within exp(±3) of what they are before learning."""

Context = Float[Array, "context"]


class Prediction(NamedTuple):
    """What the predictor says of one mix in one genre."""

    coordinates: Coordinates
    """Where the chain starts, in unconstrained coordinates, with neither trim nor drive for loudness."""
    precision: Float[Array, "52"]
    """How firmly each control is held there, > 0."""
    change: Features
    """What to change in the mix's features, in dB."""
    weight: Features
    """What an error of 1 dB counts, > 0."""


class Predictor(nn.Module):
    """Two small networks in float32: one turns a reference into the genre, one a mix and the genre into a prediction.

    Before training it predicts the default prior, no change, and the weights of ``metamaster.learn.problem``.
    """

    context: int = 32
    width: int = 192

    def setup(self) -> None:
        """Layers; the last of each head gives zero until it is trained."""
        self.reference = _Trunk(self.width)
        self.genre = nn.Dense(self.context)
        self.mix = _Trunk(self.width)
        self.head = nn.Dense(_CHAIN, kernel_init=nn.initializers.zeros)
        self.belief = nn.Dense(_CHAIN + 2 * sum(ENTRIES.values()), kernel_init=nn.initializers.zeros)

    def encode(self, reference: Inputs) -> Context:
        """The genre that a reference stands for."""
        return self.genre(self.reference(reference))

    def __call__(self, mix: Inputs, context: Context) -> Prediction:
        """What to do to a mix in that genre."""
        hidden = self.mix(jnp.concatenate([mix, context]))
        neutral = neutral_chain()
        precision, change, weight = jnp.split(self.belief(hidden), [_CHAIN, _CHAIN + sum(ENTRIES.values())])
        factors = by_aspect(_factor(weight))
        return Prediction(
            coordinates=jnp.asarray(neutral.coordinates) + neutral.reach * self.head(hidden),
            precision=jnp.asarray(neutral.precision) * _factor(precision),
            change=by_aspect(jnp.asarray(_usual_moves()) * change),
            weight={aspect: WEIGHT[aspect] * factors[aspect] for aspect in ASPECTS},
        )

    def whole(self, reference: Inputs, mix: Inputs) -> Prediction:
        """From a reference and a mix to the prediction."""
        return self(mix, self.encode(reference))


class _Trunk(nn.Module):
    width: int

    @nn.compact
    def __call__(self, told: Float[Array, "told"]) -> Float[Array, "width"]:
        hidden = nn.gelu(nn.Dense(self.width)(told))
        return hidden + nn.gelu(nn.Dense(self.width)(hidden))


def new_parameters(predictor: Predictor, seed: int) -> Any:
    """The predictor's parameters before training; deterministic."""
    nothing = jnp.zeros(INPUTS)
    return predictor.init(jax.random.key(seed), nothing, nothing, method="whole")["params"]


def by_aspect(entries: Float[Array, "67"]) -> Features:
    """A vector over all features, cut up by aspect."""
    ends = np.cumsum(list(ENTRIES.values()))[:-1]
    return dict(zip(ASPECTS, jnp.split(entries, ends), strict=True))


def _factor(output: Array) -> Array:
    return jnp.exp(_MOST * jnp.tanh(output / _MOST))


def _usual_moves() -> Float32[np.ndarray, "67"]:
    known = style_statistics()
    return np.sqrt(np.concatenate([np.diag(known[aspect].moves) for aspect in ASPECTS])).astype(np.float32)
