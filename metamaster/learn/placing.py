"""The limiter's drive apart from the loudness that it makes: predictions leave out what delivery will need anyway."""

from typing import Any

import numpy as np
from jaxtyping import Float

from metamaster.arrays import namespace
from metamaster.chain.jax_renderer.bounded import coordinates_of
from metamaster.chain.layout import WORKING_LOUDNESS_LUFS
from metamaster.chain.parameters import INDEX, parameter
from metamaster.chain.settings import DEFAULTS

_DRIVE = np.arange(len(INDEX)) == INDEX["limiter.drive_db"]

Coordinates = Float[Any, "52"]


def placed(coordinates: Coordinates, target_lufs: Any) -> Coordinates:
    """The chain's coordinates with the drive that a delivery that loud needs added to what is predicted of it."""
    return coordinates + _needed(target_lufs)


def unplaced(coordinates: Coordinates, target_lufs: Any) -> Coordinates:
    """The inverse: what a prediction would have to be."""
    return coordinates - _needed(target_lufs)


def _needed(target_lufs: Any) -> Coordinates:
    xp, entry = namespace(target_lufs), parameter("limiter.drive_db")
    plain = xp.asarray(np.array(DEFAULTS.values, np.float32))
    drive_db = xp.clip(target_lufs - WORKING_LOUDNESS_LUFS, entry.low, entry.high)
    moved = coordinates_of(xp.where(_DRIVE, drive_db, plain)) - coordinates_of(plain)
    return xp.where(_DRIVE, moved, 0.0)
