"""Keeps XLA from changing how float32 arithmetic rounds, so that a filter here equals the same filter in JUCE.

A biquad at 60 Hz amplifies the rounding of its own recursion to about −75 dB; only the same roundings in the same
order give the same output. XLA contracts a·b + c into one fused operation with one rounding, which JUCE does not.
"""

from typing import Any

import jax
import jax.numpy as jnp
from jax import Array, lax
from jaxtyping import Float, Float32


def opaque_zero(witness: Float[Array, ""]) -> Array:
    """An integer zero that the compiler cannot fold: whether a (finite) number differs from itself."""
    return (witness != witness).astype(jnp.int32)  # noqa: PLR0124 - only NaN does


def pinned(value: Float32[Array, "..."], zero: Array) -> Float32[Array, "..."]:
    """The value itself, rounded to float32 here and now: the compiler may not fuse across it.

    Carries no derivative; use it inside rules that supply their own.
    """
    bits = lax.bitcast_convert_type(value, jnp.int32)
    return lax.bitcast_convert_type(bits ^ zero, jnp.float32)


@jax.custom_jvp
def settled(value: Float32[Array, "*shape"]) -> Float32[Array, "*shape"]:
    """The value itself, rounded before anything is done with it; derivatives pass as if it were not there."""
    return pinned(value, opaque_zero(value.reshape(-1)[0]))


@settled.defjvp
def _settled_jvp(primals: Any, tangents: Any) -> Any:
    return settled(primals[0]), tangents[0]


def exact_gain(gain_db: Float[Array, ""]) -> Float32[Array, ""]:
    """10^(dB/20) rounded to float32 as NumPy rounds it in double precision; one last bit would be heard by a biquad."""
    gain = 10.0 ** (gain_db / 20.0)
    with jax.enable_x64(True):
        exact = jnp.power(10.0, lax.stop_gradient(gain_db).astype(jnp.float64) / 20.0).astype(jnp.float32)
    return gain + lax.stop_gradient(exact - gain)


class Float32Steps:
    """Scalar arithmetic in which every operation is rounded to float32, as a C++ compiler without FMA would.

    Operands are float64, which makes each single operation exact enough that rounding it to float32 gives the
    correctly rounded float32 result (2·24 + 2 ≤ 53 bits). To be used under ``jax.enable_x64``.
    """

    def __init__(self, witness: Float[Array, ""]) -> None:
        self._zero = opaque_zero(witness)

    def __call__(self, value: Array) -> Array:
        """The float64 value rounded to float32, as float64."""
        return pinned(value.astype(jnp.float32), self._zero).astype(jnp.float64)
