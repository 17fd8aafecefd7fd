"""The compressor's envelope follower: a one-pole on the rectified signal that rises and falls at its own speeds.

Value: JUCE's ``BallisticsFilter`` at full rate. Derivative: the same recursion with the choice between rising and
falling frozen, a linear scan, which transposes by itself and so serves every mode of differentiation.
"""

from typing import Any

import jax
import jax.numpy as jnp
from jax import Array, lax
from jaxtyping import Float


@jax.custom_jvp
def envelope(
    level: Float[Array, "samples channels"],
    rise: Float[Array, "channels"],
    fall: Float[Array, "channels"],
) -> Float[Array, "samples channels"]:
    """Follows ``level`` (≥ 0) with pole ``rise`` where it exceeds the envelope and ``fall`` elsewhere."""

    def step(before: Array, x: Array) -> tuple[Array, Array]:
        pole = jnp.where(x > before, rise, fall)
        now = x + pole * (before - x)
        return now, now

    return lax.scan(step, jnp.zeros_like(level[0]), level)[1]


@envelope.defjvp
def _envelope_jvp(primals: Any, tangents: Any) -> Any:
    (level, rise, fall), (d_level, d_rise, d_fall) = primals, tangents
    value = envelope(level, rise, fall)
    before = jnp.concatenate([jnp.zeros_like(value[:1]), value[:-1]])
    rising = lax.stop_gradient(level > before)
    pole = jnp.where(rising, rise, fall)
    d_pole = jnp.where(rising, d_rise, d_fall)
    return value, _linear_recursion(pole, (1.0 - pole) * d_level + d_pole * (before - level))


def _linear_recursion(pole: Array, drive: Array) -> Array:
    def step(before: Array, row: tuple[Array, Array]) -> tuple[Array, Array]:
        now = row[0] * before + row[1]
        return now, now

    return lax.scan(step, jnp.zeros_like(drive[0]), (pole, drive))[1]
