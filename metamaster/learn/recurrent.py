"""A learned update rule: a small recurrent network that every coordinate runs for itself, with weights shared by all.

After Meta-AF (Casebeer, Bryan, Smaragdis, "Meta-AF: Meta-Learning for Adaptive Filters", IEEE/ACM TASLP 2023): a linear
layer, two gated recurrent units, two more layers, an output times 0.01; about 14 000 weights. A bank of filter bins is
homogeneous, a mastering chain is not, so each coordinate also tells its kind (``rules/recurrent.py``). What the network
is told passes no derivative, so meta-training needs no second derivatives of the loss.
"""

from typing import Any, NamedTuple

import flax.linen as nn
import jax
import jax.numpy as jnp
import optax
from jax import Array
from jaxtyping import Float, Inexact, Int, PRNGKeyArray, Shaped
from numpy import ndarray

HIDDEN = 32
LAYERS = 2
OUTPUT_SCALE = 0.01
_SMALLEST = 10.0
"""Magnitudes below exp(-10) are told linearly, those above by their logarithm (Andrychowicz et al. 2016)."""

Weights = dict[str, Any]
Kinds = Float[Array, "coordinates kinds"] | Float[ndarray, "coordinates kinds"]
Features = Inexact[Array, "coordinates features"]


class RecurrentState(NamedTuple):
    """What the rule remembers between steps; a pytree."""

    kinds: Float[Array, "coordinates kinds"]
    hidden: Float[Array, "layers coordinates units"]
    steps: Int[Array, ""]


def init(key: PRNGKeyArray | Array, kinds: Kinds, features: int = 0, dtype: Any = jnp.float32) -> Weights:
    """Weights of an untrained rule, which makes no step at all; they serve any number of coordinates.

    ``kinds`` has a row for each coordinate, what it is in fixed numbers (one-hot, or no column at all where all are
    alike); ``features`` is how many more numbers each will be told at every step; ``dtype`` is that of the coordinates.
    """
    vector = jnp.zeros(kinds.shape[0], dtype)
    state = begin(kinds)
    inputs = _inputs(vector, vector, jnp.zeros((kinds.shape[0], features), dtype), state)
    weights: Weights = _network(vector).init(key, inputs, state.hidden)["params"]
    return weights


def begin(kinds: Kinds) -> RecurrentState:
    """The state before the first step."""
    hidden = jnp.zeros((LAYERS, kinds.shape[0], HIDDEN), jnp.float32)
    return RecurrentState(jnp.asarray(kinds, jnp.float32), hidden, jnp.int32(0))


def update(
    weights: Weights,
    gradient: Inexact[Array, "coordinates"],
    coordinates: Inexact[Array, "coordinates"],
    features: Features,
    state: RecurrentState,
) -> tuple[Inexact[Array, "coordinates"], RecurrentState]:
    """The step to add to the coordinates, real or complex as they are.

    A complex gradient is the direction of steepest ascent, the conjugate of what ``jax.grad`` gives.
    """
    told = jax.lax.stop_gradient((gradient, coordinates, features))
    applied: Any = _network(gradient).apply({"params": weights}, _inputs(*told, state), state.hidden)
    output, hidden = applied
    step = OUTPUT_SCALE * (output[:, 0] if jnp.isrealobj(gradient) else jax.lax.complex(output[:, 0], output[:, 1]))
    return step, RecurrentState(state.kinds, hidden, state.steps + 1)


def transformation(weights: Weights, kinds: Kinds) -> optax.GradientTransformationExtraArgs:
    """The rule as a transformation of one vector's gradient.

    ``update(gradient, state, coordinates, features=…)``; features may be left out where the rule was made for none.
    """

    def begin_at(coordinates: Inexact[Array, "coordinates"]) -> RecurrentState:
        del coordinates
        return begin(kinds)

    def transform(
        gradient: Inexact[Array, "coordinates"],
        state: RecurrentState,
        coordinates: Inexact[Array, "coordinates"] | None = None,
        *,
        features: Features | None = None,
    ) -> tuple[Inexact[Array, "coordinates"], RecurrentState]:
        if coordinates is None:
            raise ValueError("This rule needs the coordinates: pass them as the third argument of update.")
        told = jnp.zeros((gradient.shape[0], 0), gradient.dtype) if features is None else features
        return update(weights, gradient, coordinates, told, state)

    return optax.GradientTransformationExtraArgs(begin_at, transform)


class _Network(nn.Module):
    """Linear, gated recurrent units, linear twice; rows are coordinates."""

    outputs: int

    @nn.compact
    def __call__(
        self, inputs: Float[Array, "coordinates inputs"], hidden: Float[Array, "layers coordinates units"]
    ) -> tuple[Float[Array, "coordinates outputs"], Float[Array, "layers coordinates units"]]:
        flow = nn.relu(nn.Dense(HIDDEN)(inputs))
        kept = []
        for layer in range(LAYERS):
            remembered, flow = nn.GRUCell(HIDDEN)(hidden[layer], flow)
            kept.append(remembered)
        flow = nn.relu(nn.Dense(HIDDEN)(flow))
        return nn.Dense(self.outputs, kernel_init=nn.initializers.zeros)(flow), jnp.stack(kept)


def _network(like: Inexact[Array, "coordinates"]) -> _Network:
    return _Network(outputs=1 if jnp.isrealobj(like) else 2)


def _inputs(
    gradient: Inexact[Array, "coordinates"],
    coordinates: Inexact[Array, "coordinates"],
    features: Features,
    state: RecurrentState,
) -> Float[Array, "coordinates inputs"]:
    told = jnp.concatenate([gradient[:, None], features], axis=1)
    age = jnp.full((gradient.shape[0], 1), 1.0 / (1.0 + state.steps))
    place = coordinates * _log1p_share(coordinates)
    parts = [_log_magnitude(told), *_real(_direction(told)), *_real(place[:, None]), state.kinds, age]
    return jnp.concatenate(parts, axis=1)


def _log_magnitude(x: Shaped[Array, "coordinates some"]) -> Float[Array, "coordinates some"]:
    return jnp.clip(jnp.log(jnp.abs(x) + jnp.exp(-_SMALLEST)) / _SMALLEST, -1.0, 1.0)


def _direction(x: Shaped[Array, "coordinates some"]) -> Shaped[Array, "coordinates some"]:
    """The sign, or the phase as a point on the unit circle; continuous through zero."""
    return x / jnp.maximum(jnp.abs(x), jnp.exp(-_SMALLEST))


def _log1p_share(x: Inexact[Array, "coordinates"]) -> Float[Array, "coordinates"]:
    """What brings a magnitude m to log(1 + m)."""
    magnitude = jnp.abs(x)
    return jnp.where(magnitude > 0.0, jnp.log1p(magnitude) / jnp.where(magnitude > 0.0, magnitude, 1.0), 1.0)


def _real(x: Shaped[Array, "coordinates some"]) -> tuple[Float[Array, "coordinates some"], ...]:
    return (x,) if jnp.isrealobj(x) else (x.real, x.imag)
