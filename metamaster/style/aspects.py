"""The aspects in which styles are compared: which entries of the descriptor belong to each."""

from collections.abc import Mapping

import jax.numpy as jnp
from jax import Array
from jaxtyping import Float

from metamaster.style.descriptor import Style
from metamaster.style.names import Aspect

ASPECTS: tuple[Aspect, ...] = ("tone", "width", "dynamics", "plr")
Features = Mapping[Aspect, Float[Array, "_"]]

_LEAST_WIDTH_DB = -30.0
"""A side quieter than this is as good as none, and how much quieter says nothing."""


def features(style: Style) -> Features:
    """The entries of each aspect, all in dB: tone 29, width 10, dynamics 27, peak-to-loudness ratio 1."""
    dynamics = [style.fast.ravel(), style.slow.ravel(), style.crest]
    return {
        "tone": style.tone_mid,
        "width": jnp.maximum(style.width, _LEAST_WIDTH_DB),
        "dynamics": jnp.concatenate(dynamics),
        "plr": style.plr_db[None],
    }
