"""How far a filter is from the system, block by block."""

from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax import Array
from jaxtyping import Float

from benchmarks.system_identification.adaptive import Filter, FilterRule, advance, begin, filtered, response
from benchmarks.system_identification.scenes import Scene

_FLOOR = 1e-8


class Trace(NamedTuple):
    """Decibels by block; stacked traces have one more axis, the first."""

    misalignment_db: Float[Array, "*stack blocks"]
    """Distance of the impulse responses over the size of the true one, before the block."""
    erle_db: Float[Array, "*stack blocks"]
    """Echo return loss enhancement: the system's clean output over what is left of it."""
    error: Float[Array, "*stack blocks"]
    """Mean squared error against the noisy output."""

    @classmethod
    def of(cls, scene: Scene, taps: Float[Array, "blocks 32"], output: Float[Array, "blocks 32"]) -> "Trace":
        """From the filter's response before each block, and its output."""
        return cls(
            _decibels(_power(taps - scene.system) / _power(scene.system)),
            -_decibels(_power(output - scene.clean) / (_power(scene.clean) + _FLOOR)),
            jnp.mean((output - scene.observed) ** 2, axis=-1),
        )


def trace(rule: FilterRule, scene: Scene) -> Trace:
    """The trace of one scene under a rule."""

    def block(filter_: Filter, given: Scene) -> tuple[Filter, tuple[Array, Array]]:
        told = response(filter_), filtered(filter_, given)
        return advance(rule, filter_, given)[0], told

    _, (taps, output) = jax.lax.scan(block, begin(rule), scene)
    return Trace.of(scene, taps, output)


def _power(x: Array) -> Array:
    return jnp.sum(x**2, axis=-1)


def _decibels(ratio: Array) -> Array:
    return 10.0 * jnp.log10(ratio + _FLOOR)
