"""The mid/side matrix: mid = (L + R) / 2, side = (L − R) / 2, so that decoding is a plain sum and difference."""

import jax.numpy as jnp
from jax import Array
from jaxtyping import Float


def encode(audio: Float[Array, "2 samples"]) -> Float[Array, "2 samples"]:
    """Left/right to mid/side."""
    return jnp.stack([(audio[0] + audio[1]) * 0.5, (audio[0] - audio[1]) * 0.5])


def decode(audio: Float[Array, "2 samples"]) -> Float[Array, "2 samples"]:
    """Mid/side to left/right."""
    return jnp.stack([audio[0] + audio[1], audio[0] - audio[1]])
