"""The compiler may not change how float32 rounds."""

import jax
import jax.numpy as jnp
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from metamaster.chain.jax_renderer.rounding import Float32Steps, exact_gain, opaque_zero, pinned, settled

compiles = settings(deadline=None)
numbers = np.random.default_rng(0).standard_normal((3, 10000)).astype(np.float32)

jitted_gain = jax.jit(exact_gain)


def test_a_pinned_product_is_rounded_before_it_is_added():
    fused = jax.jit(lambda a, b, c: pinned(a * b, opaque_zero(a[0])) + c)
    a, b, c = numbers
    np.testing.assert_array_equal(fused(a, b, c), a * b + c)


def test_a_settled_product_is_rounded_before_it_is_added():
    fused = jax.jit(lambda a, b, c: settled(a * b) + c)
    a, b, c = numbers
    np.testing.assert_array_equal(fused(a, b, c), a * b + c)


def test_derivatives_pass_as_if_settling_were_not_there():
    x, along = numbers[:2]
    with_it, without = (jax.jvp(f, (x,), (along,))[1] for f in (lambda x: settled(x * x), lambda x: x * x))
    np.testing.assert_array_equal(with_it, without)
    np.testing.assert_array_equal(jax.grad(lambda x: settled(x * x).sum())(x), 2.0 * x)


@compiles
@given(st.floats(-96.0, 96.0, width=32))
def test_a_gain_has_the_bits_that_numpy_gives_it(gain_db: float):
    assert float(jitted_gain(jnp.float32(gain_db))) == np.float32(10.0 ** (gain_db / 20.0))


def test_a_gain_has_the_derivatives_of_a_gain():
    first, second = jax.grad(exact_gain), jax.grad(jax.grad(exact_gain))
    np.testing.assert_allclose(first(jnp.float32(6.0)), np.log(10) / 20 * 10**0.3, rtol=1e-6)
    np.testing.assert_allclose(second(jnp.float32(6.0)), (np.log(10) / 20) ** 2 * 10**0.3, rtol=1e-6)


def test_each_step_of_double_precision_rounds_as_single_precision_would():
    a, b = np.abs(numbers[:2])
    with jax.enable_x64(True):

        @jax.jit
        def steps(a, b):
            step = Float32Steps(a[0])
            a, b = step(a), step(b)
            return [step(value).astype(jnp.float32) for value in (a * b, a / b, a + b, a - b, jnp.sqrt(a))]

        results = steps(a, b)
    for got, expected in zip(results, (a * b, a / b, a + b, a - b, np.sqrt(a)), strict=True):
        np.testing.assert_array_equal(got, expected)
