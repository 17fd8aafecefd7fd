"""Biquad coefficients, bit for bit as JUCE computes them in float32 (juce_dsp IIR::ArrayCoefficients<float>).

The designs are R. Bristow-Johnson's cookbook; the order of operations is JUCE's. Each row is
``b0, b1, b2, a1, a2`` with a0 = 1.
"""

from collections.abc import Callable

import jax
import jax.numpy as jnp
from jax import Array
from jaxtyping import Float, Float32

from metamaster.chain.jax_renderer.rounding import Float32Steps
from metamaster.chain.layout import FilterKind, highest_corner_hz

Scalar = Float[Array, ""]
Step = Callable[[Array], Array]


def biquad_coefficients(
    kind: FilterKind, sample_rate: int, freq_hz: Scalar, gain_db: Scalar, q: Scalar
) -> Float32[Array, "5"]:
    """The five coefficients of one filter; ``gain_db`` and ``q`` are ignored by the first-order high-pass."""
    with jax.enable_x64(True):
        step = Float32Steps(jnp.asarray(freq_hz, jnp.float32))
        freq, gain, quality = (step(jnp.asarray(v, jnp.float32)) for v in (freq_hz, gain_db, q))
        if kind == "high_pass":
            raw = _first_order_high_pass(step, sample_rate, freq)
        else:
            two_pi = 6.2831854820251465  # 2π in float32
            omega = step(step(two_pi * jnp.clip(freq, 2.0, highest_corner_hz(sample_rate))) / float(sample_rate))
            gain_factor = step(jnp.power(10.0, step(gain * 0.05000000074505806)))  # 0.05 in float32
            raw = _DESIGNS[kind](step, omega, step(jnp.sqrt(gain_factor)), quality)
        inverse = step(1.0 / raw[3])
        ordered = (raw[0], raw[1], raw[2], raw[4], raw[5])
        return jnp.stack([step(value * inverse).astype(jnp.float32) for value in ordered])


def _peak(step: Step, omega: Array, A: Array, q: Array) -> tuple[Array, ...]:
    alpha = step(step(jnp.sin(omega)) / step(q * 2.0))
    c2 = step(-2.0 * step(jnp.cos(omega)))
    times, over = step(alpha * A), step(alpha / A)
    return step(1.0 + times), c2, step(1.0 - times), step(1.0 + over), c2, step(1.0 - over)


def _low_shelf(step: Step, omega: Array, A: Array, q: Array) -> tuple[Array, ...]:
    minus, plus, cosine, beta = _shelf_terms(step, omega, A, q)
    tilt = step(minus * cosine)
    upper, lower = step(plus - tilt), step(plus + tilt)
    return (
        step(A * step(upper + beta)),
        step(step(A * 2.0) * step(minus - step(plus * cosine))),
        step(A * step(upper - beta)),
        step(lower + beta),
        step(-2.0 * step(minus + step(plus * cosine))),
        step(lower - beta),
    )


def _high_shelf(step: Step, omega: Array, A: Array, q: Array) -> tuple[Array, ...]:
    minus, plus, cosine, beta = _shelf_terms(step, omega, A, q)
    tilt = step(minus * cosine)
    upper, lower = step(plus - tilt), step(plus + tilt)
    return (
        step(A * step(lower + beta)),
        step(step(A * -2.0) * step(minus + step(plus * cosine))),
        step(A * step(lower - beta)),
        step(upper + beta),
        step(2.0 * step(minus - step(plus * cosine))),
        step(upper - beta),
    )


def _shelf_terms(step: Step, omega: Array, A: Array, q: Array) -> tuple[Array, Array, Array, Array]:
    beta = step(step(step(jnp.sin(omega)) * step(jnp.sqrt(A))) / q)
    return step(A - 1.0), step(A + 1.0), step(jnp.cos(omega)), beta


def _first_order_high_pass(step: Step, sample_rate: int, freq: Array) -> tuple[Array, ...]:
    pi = 3.1415927410125732  # π in float32
    n = step(jnp.tan(step(step(pi * freq) / float(sample_rate))))
    one, zero = jnp.ones_like(n), jnp.zeros_like(n)
    return one, -one, zero, step(n + 1.0), step(n - 1.0), zero


_DESIGNS = {"peak": _peak, "low_shelf": _low_shelf, "high_shelf": _high_shelf}
