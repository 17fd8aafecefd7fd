"""From coordinates to sound: the chain of a mix as it will be delivered, rendered or modelled."""

from typing import Any

import jax.numpy as jnp
from jax import Array
from jaxtyping import Float

from metamaster.chain.jax_renderer.bounded import coordinates_of, physical
from metamaster.chain.jax_renderer.chain import render
from metamaster.chain.layout import WORKING_LOUDNESS_LUFS
from metamaster.chain.parameters import INDEX, named, parameter
from metamaster.learn.band_model import predict
from metamaster.learn.material import Mix
from metamaster.learn.names import World
from metamaster.learn.neutral import neutral_chain
from metamaster.learn.problem import Coordinates
from metamaster.style.frames import STYLE_RATE, Frames, analyse_frames

_TRIM, _DRIVE = INDEX["trim.gain_db"], INDEX["limiter.drive_db"]


def placed(coordinates: Coordinates, target_lufs: Array) -> Coordinates:
    """The chain's coordinates with the drive that a delivery that loud needs added to what is predicted of it."""
    return coordinates.at[_DRIVE].add(_needed(target_lufs))


def unplaced(coordinates: Coordinates, target_lufs: Array) -> Coordinates:
    """The inverse: what a prediction would have to be."""
    return coordinates.at[_DRIVE].add(-_needed(target_lufs))


def chain_values(coordinates: Coordinates, mix_lufs: Array) -> Float[Array, "52"]:
    """Physical values at placed coordinates; the trim is what brings a mix that loud to the working loudness."""
    trim = parameter("trim.gain_db")
    return physical(coordinates).at[_TRIM].set(jnp.clip(WORKING_LOUDNESS_LUFS - mix_lufs, trim.low, trim.high))


def excerpt_after(world: World, mix: Mix, values: Float[Any, "52"]) -> Frames:
    """The frames of a mix's excerpt after the chain: of the true render, or as the band model has it."""
    if world == "frames":
        return predict(mix.excerpt, named(values))
    return analyse_frames(render(mix.audio, STYLE_RATE, named(values), exact=False))


def _needed(target_lufs: Array) -> Array:
    neutral = jnp.asarray(neutral_chain().coordinates)
    driven = coordinates_of(physical(neutral).at[_DRIVE].set(target_lufs - WORKING_LOUDNESS_LUFS))
    return driven[_DRIVE] - neutral[_DRIVE]
