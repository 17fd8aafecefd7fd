"""The whole chain in JAX: trim → EQ → multiband dynamics → saturation → stereo image → limiter."""

from collections.abc import Mapping

import jax.numpy as jnp
from jax import Array
from jaxtyping import Float32

from metamaster.chain.jax_renderer.cascade import Values, filter_mid_side
from metamaster.chain.jax_renderer.image import set_image
from metamaster.chain.jax_renderer.limiter import limit
from metamaster.chain.jax_renderer.midside import decode, encode
from metamaster.chain.jax_renderer.multiband import compress_bands, equalise_and_compress
from metamaster.chain.jax_renderer.rounding import exact_gain, settled
from metamaster.chain.jax_renderer.saturation import saturate
from metamaster.chain.layout import EQ_MID, EQ_SIDE


def render(
    audio: Float32[Array, "2 samples"], sample_rate: int, values: Values, *, exact: bool = True
) -> Float32[Array, "2 samples"]:
    """Left and right through the whole chain; same length, no latency.

    ``values`` in physical units, by dotted name. ``exact`` runs the filters as the float32 recursions that
    Pedalboard runs, rounding for rounding; otherwise they are applied in the frequency domain, which is about
    −70 dB from that and faster: what adaptation uses.
    """
    limiter = {name.partition(".")[2]: value for name, value in values.items() if name.startswith("limiter.")}
    return limit(render_unlimited(audio, sample_rate, values, exact=exact), sample_rate, **limiter)


def render_unlimited(
    audio: Float32[Array, "2 samples"], sample_rate: int, values: Values, *, exact: bool = True
) -> Float32[Array, "2 samples"]:
    """Everything before the limiter; arguments as for ``render``."""
    values = dict(values)
    pair = encode(settled(audio * exact_gain(values["trim.gain_db"])))
    if exact:
        equalised = filter_mid_side(pair, EQ_MID, EQ_SIDE, sample_rate, values)
        pair = compress_bands(equalised, sample_rate, values)
    else:
        pair = equalise_and_compress(pair, sample_rate, values)
    saturated = saturate(decode(pair), values)
    return decode(set_image(encode(saturated), sample_rate, values))


def values_from(settings: Mapping[str, float]) -> Values:
    """The values as JAX scalars, from plain numbers by dotted name."""
    return {name: jnp.float32(value) for name, value in settings.items()}
