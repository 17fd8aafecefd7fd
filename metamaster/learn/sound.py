"""From coordinates to sound: the chain of a mix as it will be delivered, rendered or modelled."""

from typing import Any

import jax.numpy as jnp
from jax import Array
from jaxtyping import Float

from metamaster.chain.jax_renderer.bounded import physical
from metamaster.chain.jax_renderer.chain import render
from metamaster.chain.layout import WORKING_LOUDNESS_LUFS
from metamaster.chain.parameters import INDEX, named, parameter
from metamaster.learn.band_model import predict
from metamaster.learn.material import Mix
from metamaster.learn.names import World
from metamaster.learn.problem import Coordinates
from metamaster.style.frames import STYLE_RATE, Frames, analyse_frames

_TRIM = INDEX["trim.gain_db"]


def chain_values(coordinates: Coordinates, mix_lufs: Array) -> Float[Array, "52"]:
    """Physical values at placed coordinates; the trim is what brings a mix that loud to the working loudness."""
    trim = parameter("trim.gain_db")
    return physical(coordinates).at[_TRIM].set(jnp.clip(WORKING_LOUDNESS_LUFS - mix_lufs, trim.low, trim.high))


def excerpt_after(world: World, mix: Mix, values: Float[Any, "52"]) -> Frames:
    """The frames of a mix's excerpt after the chain: of the true render, or as the band model has it."""
    if world == "frames":
        return predict(mix.excerpt, named(values))
    return analyse_frames(render(mix.audio, STYLE_RATE, named(values), exact=False))
