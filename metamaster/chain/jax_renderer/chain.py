"""The whole chain in JAX: trim → EQ → multiband dynamics → saturation → stereo image → limiter."""

from collections.abc import Mapping

import jax.numpy as jnp
from jax import Array
from jaxtyping import Float, Float32

from metamaster.chain.jax_renderer.cascade import Values, filter_mid_side
from metamaster.chain.jax_renderer.image import set_image
from metamaster.chain.jax_renderer.limiter import limit
from metamaster.chain.jax_renderer.midside import decode, encode
from metamaster.chain.jax_renderer.multiband import compress_bands
from metamaster.chain.jax_renderer.saturation import saturate
from metamaster.chain.layout import EQ_MID, EQ_SIDE
from metamaster.chain.parameters import PARAMETERS


def render(audio: Float32[Array, "2 samples"], sample_rate: int, values: Values) -> Float32[Array, "2 samples"]:
    """Left and right through the whole chain; same length, no latency. ``values`` in physical units, by name."""
    limiter = {name.partition(".")[2]: value for name, value in values.items() if name.startswith("limiter.")}
    return limit(render_unlimited(audio, sample_rate, values), sample_rate, **limiter)


def render_unlimited(
    audio: Float32[Array, "2 samples"], sample_rate: int, values: Values
) -> Float32[Array, "2 samples"]:
    """Everything before the limiter."""
    trimmed = audio * 10.0 ** (values["trim.gain_db"] / 20.0)
    equalised = filter_mid_side(encode(trimmed), EQ_MID, EQ_SIDE, sample_rate, dict(values))
    saturated = saturate(decode(compress_bands(equalised, sample_rate, values)), values)
    return decode(set_image(encode(saturated), sample_rate, values))


def named(vector: Float[Array, "parameters"]) -> Values:
    """The values by dotted name, from a vector in the order of the table."""
    return {entry.name: vector[index] for index, entry in enumerate(PARAMETERS)}


def values_from(settings: Mapping[str, float]) -> Values:
    """The values as JAX scalars, from plain numbers by dotted name."""
    return {name: jnp.float32(value) for name, value in settings.items()}
