"""Frequency responses of the chain's filters, from their analogue prototypes under the bilinear transform.

Written in sin and cos of half the frequency, which stays accurate in float32 at any frequency, where the biquad
polynomials would cancel. Used for derivatives, crossovers and the band model.
"""

from typing import NamedTuple

import jax.numpy as jnp
from jax import Array
from jaxtyping import Complex, Float

from metamaster.chain.layout import FilterKind

Scalar = Float[Array, ""]


class Grid(NamedTuple):
    """Frequencies at which responses are wanted: sine and cosine of half the angular frequency, and the rate."""

    sine: Float[Array, "bins"]
    cosine: Float[Array, "bins"]
    sample_rate: float


def frequency_grid(freq_hz: Float[Array, "bins"], sample_rate: float) -> Grid:
    """The grid of the given frequencies in Hz."""
    half = jnp.pi * freq_hz / sample_rate
    return Grid(jnp.sin(half), jnp.cos(half), sample_rate)


def filter_response(
    kind: FilterKind, grid: Grid, freq_hz: Scalar, gain_db: Scalar, q: Scalar
) -> Complex[Array, "bins"]:
    """The complex response of one filter of the equaliser (cookbook designs; first-order high-pass)."""
    k = jnp.tan(jnp.pi * freq_hz / grid.sample_rate)
    s, c = grid.sine, k * grid.cosine
    if kind == "high_pass":
        return 1j * s / (1j * s + c)
    root_gain = 10.0 ** (gain_db / 40.0)
    if kind == "peak":
        even = c**2 - s**2
        return (even + 1j * c * s * root_gain / q) / (even + 1j * c * s / (root_gain * q))
    slope = 1j * c * s * jnp.sqrt(root_gain) / q
    boosted = root_gain * c**2 - s**2 + slope
    cut = c**2 - root_gain * s**2 + slope
    return root_gain * (boosted / cut if kind == "low_shelf" else cut / boosted)


class Split(NamedTuple):
    """Responses of one Linkwitz-Riley crossover: low-pass, high-pass, and their sum, an all-pass."""

    low: Complex[Array, "bins"]
    high: Complex[Array, "bins"]
    all: Complex[Array, "bins"]


def linkwitz_riley(grid: Grid, freq_hz: Scalar) -> Split:
    """The 4th-order Linkwitz-Riley crossover: two second-order Butterworth filters in series each way."""
    k = jnp.tan(jnp.pi * freq_hz / grid.sample_rate)
    s, c = grid.sine, k * grid.cosine
    denominator = c**2 - s**2 + 1j * jnp.sqrt(2.0) * c * s
    return Split((c**2 / denominator) ** 2, (s**2 / denominator) ** 2, jnp.conj(denominator) / denominator)


def three_bands(grid: Grid, low_crossover_hz: Scalar, high_crossover_hz: Scalar) -> Complex[Array, "3 bins"]:
    """Low, mid and high band of the multiband stage; they sum to an all-pass, flat in magnitude."""
    first, second = linkwitz_riley(grid, low_crossover_hz), linkwitz_riley(grid, high_crossover_hz)
    return jnp.stack([first.low * second.all, first.high * second.low, first.high * second.high])
