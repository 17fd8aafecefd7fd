"""Recursive least squares on every sample, with the whole correlation matrix: the dearest rule of the textbook."""

import jax
import jax.numpy as jnp
from jax import Array

from benchmarks.system_identification.measuring import Trace
from benchmarks.system_identification.scenes import HOP, TAPS, Scene

_RIDGE = 1e-3


def sample_rls(forgetting: Array, start: Array, scene: Scene) -> Trace:
    """The trace of one scene (Haykin, "Adaptive Filter Theory", chapter 10).

    The inverse correlation is kept symmetric, and leaks towards ``start`` so that it cannot wind up where the input
    is silent.
    """

    def sample(state: tuple[Array, Array], given: tuple[Array, Array]) -> tuple[tuple[Array, Array], Array]:
        taps, inverse = state
        recent, observed = given
        filtered = inverse @ recent
        gain = filtered / (forgetting + recent @ filtered)
        error = observed - taps @ recent
        inverse = (inverse - jnp.outer(gain, filtered)) / forgetting
        inverse = jnp.where(jnp.trace(inverse) < TAPS * start * 1e2, inverse, inverse * forgetting)
        return (taps + gain * error, 0.5 * (inverse + inverse.T)), taps @ recent

    def block(state: tuple[Array, Array], given: Scene) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
        recents = jnp.stack([given.window[HOP + n - TAPS + 1 : HOP + n + 1][::-1] for n in range(HOP)])
        before = state[0]
        state, output = jax.lax.scan(sample, state, (recents, given.observed))
        return state, (before, output)

    state = (jnp.zeros(TAPS), jnp.eye(TAPS) * start)
    _, (taps, output) = jax.lax.scan(block, state, scene)
    return Trace.of(scene, taps, output)
