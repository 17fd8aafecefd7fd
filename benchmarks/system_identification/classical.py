"""The rules of the textbook, per frequency bin (Haykin, "Adaptive Filter Theory")."""

import jax.numpy as jnp
from jax import Array

from benchmarks.system_identification.adaptive import BINS, FilterRule, Told


def lms(step: Array) -> FilterRule:
    """Least mean squares: down the gradient."""
    return FilterRule(lambda: None, lambda told, memory: (-step * told.gradient, memory))


def nlms(step: Array, forgetting: Array) -> FilterRule:
    """Normalised: each bin's step is divided by its smoothed input power."""

    def update(told: Told, power: Array) -> tuple[Array, Array]:
        power = forgetting * power + (1.0 - forgetting) * jnp.abs(told.source) ** 2
        return -step * told.gradient / (power + 1e-6), power

    return FilterRule(lambda: jnp.ones(BINS), update)


def rls(forgetting: Array, start: Array) -> FilterRule:
    """Recursive least squares with exponential forgetting, one coefficient a bin as in Meta-AF."""

    def update(told: Told, inverse: Array) -> tuple[Array, Array]:
        gain = inverse / (forgetting + inverse * jnp.abs(told.source) ** 2)
        inverse = (inverse - gain * jnp.abs(told.source) ** 2 * inverse) / forgetting
        return -gain * told.gradient, jnp.minimum(inverse, 1e4)

    return FilterRule(lambda: jnp.full(BINS, start), update)
