"""Saturation: a tanh curve with unity gain for quiet sound, blended with the clean signal."""

import jax.numpy as jnp
from jax import Array
from jaxtyping import Float

from metamaster.chain.jax_renderer.cascade import Values


def saturate(audio: Float[Array, "2 samples"], values: Values) -> Float[Array, "2 samples"]:
    """Left and right through the curve, sample by sample."""
    drive = 10.0 ** (values["saturation.drive_db"] / 20.0)
    blend = values["saturation.blend"]
    return (1.0 - blend) * audio + (blend / drive) * jnp.tanh(audio * drive)
