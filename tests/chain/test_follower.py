"""The envelope follower in NumPy is the one in JAX, derivatives and all."""

import jax
import jax.numpy as jnp
import numpy as np

from metamaster.chain.follower import follow, pole_of
from metamaster.chain.jax_renderer.envelope import envelope
from metamaster.dual import variables

LEVEL = np.abs(np.random.default_rng(0).standard_normal((60, 2))).astype(np.float32)
TIMES_MS = np.float32([3.0, 9.0, 40.0, 90.0])


def known(times_ms, level):
    return of_times(jnp.asarray(times_ms), jnp.asarray(level), envelope)


def of_times(times_ms, level, follower):
    rise, fall = pole_of(times_ms[:2], 500.0), pole_of(times_ms[2:], 500.0)
    return follower(level, rise, fall)


def test_values_are_the_same() -> None:
    np.testing.assert_allclose(of_times(TIMES_MS, LEVEL, follow), known(TIMES_MS, LEVEL), rtol=1e-6)


def test_derivatives_to_the_times_are_the_same() -> None:
    found = of_times(variables(TIMES_MS, np.ones(4, bool)), LEVEL, follow)
    slope = jax.jacfwd(lambda times_ms: known(times_ms, LEVEL))(TIMES_MS)
    np.testing.assert_allclose(np.moveaxis(found.slope, 0, -1), slope, rtol=1e-4, atol=1e-7)


def test_derivatives_to_the_level_are_the_same() -> None:
    gain = np.float32([1.5])
    found = of_times(TIMES_MS, LEVEL * variables(gain, np.ones(1, bool)), follow)
    slope = jax.jacfwd(lambda gain: known(TIMES_MS, LEVEL * gain))(gain)
    np.testing.assert_allclose(np.moveaxis(found.slope, 0, -1), slope, rtol=1e-4, atol=1e-7)


def test_jax_is_given_jax_s_own() -> None:
    assert isinstance(of_times(jnp.asarray(TIMES_MS), LEVEL, follow), jax.Array)
