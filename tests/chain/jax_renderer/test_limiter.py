"""The limiter for JAX: the same sound as the streaming one, and derivatives that are right."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
import soundfile

from metamaster.chain.jax_renderer.limiter import limit
from metamaster.chain.pedalboard_renderer.limiter import Limiter

jitted = jax.jit(limit, static_argnums=1)


def bursts(samples: int, seed: int = 0) -> np.ndarray:
    """Noise whose level comes and goes."""
    rng = np.random.default_rng(seed)
    level = 0.6 * np.sin(np.linspace(0, 9, samples)) ** 2
    return (level * rng.standard_normal((2, samples))).astype(np.float32)


def streamed(samples: np.ndarray, limiter: Limiter) -> np.ndarray:
    return limiter.process(np.pad(samples, ((0, 0), (0, limiter.latency))))[:, limiter.latency :]


@pytest.mark.parametrize("sample_rate", [8000, 44100, 48000, 96000])
def test_both_renderers_agree_on_noise(sample_rate: int) -> None:
    samples = bursts(30011)
    for drive_db, ceiling_db, release_ms in [(0.0, -1.0, 150.0), (12.0, -0.1, 20.0), (30.0, -12.0, 1000.0)]:
        expected = streamed(samples, Limiter(sample_rate, drive_db, ceiling_db, release_ms))
        got = jitted(samples, sample_rate, drive_db, ceiling_db, release_ms)
        np.testing.assert_allclose(got, expected, atol=1e-5)


@pytest.mark.parametrize("name", ["rock__flags__a", "hiphop__pipes__a"])
def test_both_renderers_agree_on_music(shared_dir, name: str) -> None:
    samples, sample_rate = soundfile.read(shared_dir / "audio/masters" / f"{name}.flac", 6 * 44100, dtype="float32")
    samples = np.ascontiguousarray(samples.T)
    expected = streamed(samples, Limiter(sample_rate, 9.0, -1.0, 150.0))
    np.testing.assert_allclose(jitted(samples, sample_rate, 9.0, -1.0, 150.0), expected, atol=1e-5)


def test_below_the_ceiling_there_is_drive_and_nothing_else() -> None:
    samples = bursts(5000) * np.float32(0.01)
    np.testing.assert_array_equal(jitted(samples, 44100, 0.0, -1.0, 100.0), samples)


def test_several_drives_at_once_equal_one_after_the_other() -> None:
    samples, drives = jnp.asarray(bursts(5000)), jnp.asarray([0.0, 6.0, 12.0])
    together = jax.jit(jax.vmap(lambda drive: limit(samples, 44100, drive, -1.0, 100.0)))(drives)
    apart = jnp.stack([jitted(samples, 44100, drive, -1.0, 100.0) for drive in drives])
    np.testing.assert_allclose(together, apart, atol=1e-6)


def point_and_direction() -> tuple[tuple, tuple, jax.Array]:
    """Arguments (audio, drive, ceiling, release), a direction to move in, and weights to sum the output with."""
    rng = np.random.default_rng(3)
    point = jnp.asarray(bursts(6000), jnp.float64), jnp.asarray(5.0), jnp.asarray(-1.0), jnp.asarray(80.0)
    along = jnp.asarray(rng.standard_normal((2, 6000))), jnp.asarray(0.4), jnp.asarray(-0.3), jnp.asarray(7.0)
    return point, along, jnp.asarray(rng.standard_normal((2, 6000)))


def moved(point: tuple, along: tuple, distance: float) -> tuple:
    return jax.tree.map(lambda at, direction: at + distance * direction, point, along)


@jax.jit
def weighed(point: tuple, weights: jax.Array) -> jax.Array:
    return jnp.vdot(weights, limit(point[0], 44100, *point[1:]))


@jax.jit
@jax.grad
def gradient_of_cubes(point: tuple, weights: jax.Array) -> jax.Array:
    return jnp.vdot(weights, limit(point[0], 44100, *point[1:]) ** 3)


gradient = jax.jit(jax.grad(weighed))


@pytest.mark.parametrize("argument", range(4), ids=["audio", "drive", "ceiling", "release"])
def test_gradient_is_the_slope_of_the_output(argument: int) -> None:
    with jax.enable_x64():
        point, along, weights = point_and_direction()
        along = tuple(a if i == argument else jnp.zeros_like(a) for i, a in enumerate(along))
        slope = (weighed(moved(point, along, 1e-6), weights) - weighed(moved(point, along, -1e-6), weights)) / 2e-6
        assert float(jnp.vdot(gradient(point, weights)[argument], along[argument])) == pytest.approx(
            float(slope), rel=1e-5
        )


def test_hessian_vector_product_is_the_slope_of_the_gradient() -> None:
    with jax.enable_x64():
        point, along, weights = point_and_direction()
        product = jax.jvp(lambda at: gradient_of_cubes(at, weights), (point,), (along,))[1]
        ahead, behind = (gradient_of_cubes(moved(point, along, distance), weights) for distance in (1e-6, -1e-6))
        for got, high, low in zip(product, ahead, behind, strict=True):
            slope = (high - low) / 2e-6
            np.testing.assert_allclose(got, slope, atol=1e-5 * float(jnp.abs(slope).max()))


def test_forward_and_reverse_derivatives_agree() -> None:
    samples, along, weights = (jnp.asarray(bursts(6000, seed)) for seed in range(3))

    @jax.jit
    def loud(audio):
        return limit(audio, 44100, 6.0, -1.0, 100.0)

    forward = jnp.vdot(weights, jax.jvp(loud, (samples,), (along,))[1])
    reverse = jnp.vdot(jax.vjp(loud, samples)[1](weights)[0], along)
    assert float(forward) == pytest.approx(float(reverse), rel=1e-4)


@jax.jit
def gradient_and_its_change(audio: jax.Array, controls: jax.Array) -> tuple:
    """The gradient of the output's power, and its change along a direction in which everything rises."""
    gradient = jax.grad(lambda audio, controls: jnp.mean(limit(audio, 44100, *controls) ** 2), argnums=(0, 1))
    return jax.jvp(gradient, (audio, controls), (jnp.ones_like(audio), jnp.ones_like(controls)))


@pytest.mark.parametrize("level", [0.0, 1e-30, 1.0, 1e4])
def test_first_and_second_derivatives_are_finite_from_silence_to_excess(level: float) -> None:
    samples = jnp.asarray(level * np.sign(bursts(4000)), jnp.float32)
    first, second = gradient_and_its_change(samples, jnp.asarray([12.0, -1.0, 50.0]))
    assert all(bool(jnp.isfinite(leaf).all()) for leaf in (*first, *second))
