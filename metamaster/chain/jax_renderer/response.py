"""Frequency responses of the chain's filters, from their analogue prototypes under the bilinear transform.

Written in sin and cos of half the frequency, which stays accurate in float32 at any frequency, where the biquad
polynomials would cancel. Used for derivatives, crossovers and the band model; NumPy arrays give NumPy arrays, JAX
arrays JAX's.
"""

import math
from typing import Any, NamedTuple

from jaxtyping import Float

from metamaster.arrays import namespace
from metamaster.chain.layout import FilterKind, highest_corner_hz

Control = Float[Any, "*filters"] | float
"""One value, or a column of those of several filters of a kind, whose responses are then rows."""


class Grid(NamedTuple):
    """Frequencies at which responses are wanted: sine and cosine of half the angular frequency, and the rate."""

    sine: Float[Any, "bins"]
    cosine: Float[Any, "bins"]
    sample_rate: int


class Parts(NamedTuple):
    """A complex number a bin as two real arrays, on which XLA's CPU code is several times as fast."""

    real: Float[Any, "*filters bins"] | float
    imag: Float[Any, "*filters bins"] | float

    def times(self, other: "Parts") -> "Parts":
        """The product."""
        return Parts(self.real * other.real - self.imag * other.imag, self.real * other.imag + self.imag * other.real)

    def over(self, other: "Parts") -> "Parts":
        """The quotient; the divisor must be far from the ends of float32's range."""
        product, scale = self.times(Parts(other.real, -other.imag)), 1.0 / (other.real**2 + other.imag**2)
        return Parts(product.real * scale, product.imag * scale)


class Fraction(NamedTuple):
    """A response as numerator over denominator, both of the order of 1: a product of many needs one division."""

    numerator: Parts
    denominator: Parts


def frequency_grid(freq_hz: Float[Any, "bins"], sample_rate: int) -> Grid:
    """The grid of the given frequencies in Hz."""
    xp, half = namespace(freq_hz), math.pi * freq_hz / sample_rate
    return Grid(xp.sin(half), xp.cos(half), sample_rate)


def filter_fraction(kind: FilterKind, grid: Grid, freq_hz: Control, gain_db: Control, q: Control) -> Fraction:
    """The complex response of one filter of the equaliser (cookbook designs; first-order high-pass).

    With s = j·tan(phase/2), numerator and denominator are multiplied by cos²(phase/2), which cancels.
    """
    s, c = grid.sine, _warped(freq_hz, grid.sample_rate) * grid.cosine
    if kind == "high_pass":
        scale = 1.0 / namespace(s, c).sqrt(s**2 + c**2)
        return Fraction(Parts(0.0, s * scale), Parts(c * scale, s * scale))
    scale = 1.0 / (s**2 + c**2)
    low, high, odd = c**2 * scale, s**2 * scale, c * s * scale / q
    root_gain = 10.0 ** (gain_db / 40.0)
    if kind == "peak":
        return Fraction(Parts(low - high, odd * root_gain), Parts(low - high, odd / root_gain))
    slope = odd * namespace(root_gain).sqrt(root_gain)
    boosted, cut = Parts(root_gain * low - high, slope), Parts(low - root_gain * high, slope)
    above, below = (boosted, cut) if kind == "low_shelf" else (cut, boosted)
    return Fraction(Parts(root_gain * above.real, root_gain * above.imag), below)


def _warped(freq_hz: Control, sample_rate: int) -> Control:
    """The analogue corner, under the bilinear transform, of a digital one."""
    xp = namespace(freq_hz)
    return xp.tan(math.pi * xp.minimum(freq_hz, highest_corner_hz(sample_rate)) / sample_rate)


class Split(NamedTuple):
    """Responses of one crossover: low-pass and high-pass, which sum to exactly 1."""

    low: Parts
    high: Parts


def crossover(grid: Grid, freq_hz: Control) -> Split:
    """The first-order crossover: what a one-pole low-pass lets through, and what it leaves."""
    s, c = grid.sine, _warped(freq_hz, grid.sample_rate) * grid.cosine
    scale = 1.0 / (s**2 + c**2)
    low, high, odd = c**2 * scale, s**2 * scale, c * s * scale
    return Split(Parts(low, -odd), Parts(high, odd))


def three_bands(grid: Grid, low_crossover_hz: Control, high_crossover_hz: Control) -> tuple[Parts, Parts, Parts]:
    """Low, mid and high band of the multiband stage; they sum to exactly 1."""
    first, second = crossover(grid, low_crossover_hz), crossover(grid, high_crossover_hz)
    return first.low, first.high.times(second.low), first.high.times(second.high)
