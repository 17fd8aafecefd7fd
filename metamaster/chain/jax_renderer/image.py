"""Stereo image: the side's level below, between and above two fixed corners, and none of it below a third."""

import jax.numpy as jnp
from jax import Array
from jaxtyping import Float

from metamaster.chain.jax_renderer.cascade import Values, filter_mid_side_spectrally
from metamaster.chain.layout import SIDE_IMAGE, image_slot_values


def set_image(audio: Float[Array, "2 samples"], sample_rate: int, values: Values) -> Float[Array, "2 samples"]:
    """The mid/side pair with the side reshaped; the mid is left as it is."""
    filtered = filter_mid_side_spectrally(audio, (), SIDE_IMAGE, sample_rate, image_slot_values(values))
    return jnp.stack([audio[0], filtered[1] * 10.0 ** (values["image.mid_width_db"] / 20.0)])
