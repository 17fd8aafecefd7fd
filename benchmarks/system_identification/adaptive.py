"""An overlap-save adaptive filter in the frequency domain, driven by any rule."""

from collections.abc import Callable
from typing import Any, NamedTuple

import jax.numpy as jnp
from jax import Array
from jaxtyping import Complex, Float

from benchmarks.system_identification.scenes import HOP, TAPS, WINDOW, Scene

BINS = WINDOW // 2 + 1
Bins = Complex[Array, "33"]


class Told(NamedTuple):
    """What a rule is told about a block, in the frequency domain."""

    gradient: Bins
    """Direction of steepest ascent of the squared error."""
    filter: Bins
    source: Bins
    observed: Bins
    error: Bins


class FilterRule(NamedTuple):
    """How the filter learns: what it remembers at first, and a step from what it is told."""

    begin: Callable[[], Any]
    update: Callable[[Told, Any], tuple[Bins, Any]]


class Filter(NamedTuple):
    """The filter and what its rule remembers."""

    bins: Bins
    memory: Any


def begin(rule: FilterRule) -> Filter:
    """A filter that lets nothing through."""
    return Filter(jnp.zeros(BINS, jnp.complex64), rule.begin())


def advance(rule: FilterRule, filter_: Filter, block: Scene) -> tuple[Filter, Float[Array, ""]]:
    """Filters a block, then makes a step; the loss is the mean squared error before that step."""
    source = jnp.fft.rfft(block.window)
    error = block.observed - filtered(filter_, block)
    spectrum = _late(error)
    told = Told(-jnp.conj(source) * spectrum, filter_.bins, source, _late(block.observed), spectrum)
    step, memory = rule.update(told, filter_.memory)
    return Filter(_causal(filter_.bins + step), memory), jnp.mean(error**2)


def filtered(filter_: Filter, block: Scene) -> Float[Array, "32"]:
    """The filter's output."""
    return jnp.fft.irfft(jnp.fft.rfft(block.window) * filter_.bins)[-HOP:]


def response(filter_: Filter) -> Float[Array, "32"]:
    """The filter's impulse response."""
    return jnp.fft.irfft(filter_.bins)[:TAPS]


def _late(block: Float[Array, "32"]) -> Bins:
    return jnp.fft.rfft(jnp.concatenate([jnp.zeros(WINDOW - HOP), block]))


def _causal(bins: Bins) -> Bins:
    """Only the first taps: what overlap-save can filter without wrapping round."""
    return jnp.fft.rfft(jnp.fft.irfft(bins)[:TAPS], n=WINDOW)
