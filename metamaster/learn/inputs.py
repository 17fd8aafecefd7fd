"""What the predictor is told of a piece of music: a fixed number of standardised figures."""

from functools import cache
from typing import Any

import jax.numpy as jnp
import numpy as np
from jaxtyping import Float, Float32

from metamaster.style.aspects import ASPECTS, features
from metamaster.style.descriptor import describe
from metamaster.style.frames import Frames
from metamaster.style.statistics import style_statistics

INPUTS = 69
_USUAL_LUFS, _LUFS_SPREAD = -14.0, 6.0
_USUAL_LRA, _LRA_SPREAD = 6.0, 4.0
_FARTHEST = 6.0
"""Standard deviations; music that is stranger than this is told to be this strange."""

Inputs = Float[Any, "69"]


def piece_inputs(frames: Frames) -> Inputs:
    """The features of each aspect, loudness and loudness range, each in standard deviations of what music is like."""
    style = describe(frames)
    found = features(style)
    mean, spread = _standard()
    told = jnp.concatenate([found[aspect] for aspect in ASPECTS])
    extra = [(style.loudness_lufs - _USUAL_LUFS) / _LUFS_SPREAD, (style.lra_lu - _USUAL_LRA) / _LRA_SPREAD]
    return jnp.clip(jnp.concatenate([(told - mean) / spread, jnp.stack(extra)]), -_FARTHEST, _FARTHEST)


@cache
def _standard() -> tuple[Float32[np.ndarray, "67"], Float32[np.ndarray, "67"]]:
    known = style_statistics()
    mean = np.concatenate([known[aspect].mean for aspect in ASPECTS])
    spread = np.sqrt(np.concatenate([np.diag(known[aspect].between) for aspect in ASPECTS]))
    return mean.astype(np.float32), spread.astype(np.float32)
