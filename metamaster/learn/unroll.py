"""Meta-learning through a stretch of an adaptation: how good the steps were, told by the loss along them."""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import jax
import jax.numpy as jnp
from jax import Array
from jaxtyping import Float

Carry = TypeVar("Carry")

_FLOOR = 1e-8


class Unrolled(NamedTuple):
    """Where a stretch ended, and the loss at each of its steps."""

    carry: Any
    losses: Float[Array, "steps"]


def log_accumulated(losses: Float[Array, "*any"]) -> Float[Array, ""]:
    """The logarithm of the losses' mean (Meta-AF): a loss that halves counts alike wherever it started."""
    return jnp.log(jnp.mean(losses) + _FLOOR)


def unrolled_loss(
    weights: Any, advance: Callable[[Any, Carry, Any], tuple[Carry, Float[Array, ""]]], carry: Carry, inputs: Any
) -> tuple[Float[Array, ""], Unrolled]:
    """The meta-loss of a stretch of steps, for ``jax.value_and_grad(..., has_aux=True)``.

    ``advance(weights, carry, input)`` makes one step and gives what goes on and the loss; ``inputs`` is a pytree with
    one entry a step along its first axis. The end of one stretch is the carry of the next (truncated
    backpropagation): no derivative passes from stretch to stretch.
    """

    def one(carry: Carry, given: Any) -> tuple[Carry, Float[Array, ""]]:
        return advance(weights, carry, given)

    end, losses = jax.lax.scan(one, jax.lax.stop_gradient(carry), inputs)
    return log_accumulated(losses), Unrolled(jax.lax.stop_gradient(end), losses)
