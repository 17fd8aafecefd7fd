"""The compressor's envelope follower on frames: JAX's own, and the same in NumPy with derivatives."""

from typing import Any

import numpy as np
from jaxtyping import Float

from metamaster.arrays import namespace
from metamaster.dual import Dual, value_of


def follow(
    level: Float[Any, "frames channels"], rise: Float[Any, "channels"], fall: Float[Any, "channels"]
) -> Float[Any, "frames channels"]:
    """Follows ``level`` (≥ 0) with pole ``rise`` where it exceeds the envelope and ``fall`` elsewhere.

    Which of the two it is carries no derivative, as in ``chain/jax_renderer/envelope.py``.
    """
    xp = namespace(level, rise, fall)
    if xp is not np:
        from metamaster.chain.jax_renderer.envelope import envelope  # noqa: PLC0415 - needs JAX

        return envelope(xp.asarray(level), xp.asarray(rise), xp.asarray(fall))
    values = _followed(*map(value_of, (level, rise, fall)))
    if not any(isinstance(one, Dual) for one in (level, rise, fall)):
        return values
    before = np.concatenate([np.zeros_like(values[:1]), values[:-1]])
    rising = value_of(level) > before
    pole = np.where(rising, value_of(rise), value_of(fall))
    # Only its slope is wanted.
    drive = (1.0 - pole) * level + np.where(rising, rise, fall) * (before - value_of(level))
    return Dual(values, _accumulated(pole, drive.slope))


def pole_of(time_constant_ms: Float[Any, "*any"], sample_rate: int | float) -> Float[Any, "*any"]:
    """The pole of a one-pole filter with that true time constant."""
    return namespace(time_constant_ms).exp(-1000.0 / (sample_rate * time_constant_ms))


def _followed(level: np.ndarray, rise: np.ndarray, fall: np.ndarray) -> np.ndarray:
    now, found = np.zeros_like(level[0]), np.empty_like(level)
    for index, row in enumerate(level):
        now = row + np.where(row > now, rise, fall) * (now - row)
        found[index] = now
    return found


def _accumulated(pole: np.ndarray, drive: np.ndarray) -> np.ndarray:
    """The recursion of a slope: the pole of its frame times what it was, plus what drives it."""
    found = np.empty_like(drive)
    now = np.zeros_like(drive[:, 0])
    for index, share in enumerate(pole):
        now = share * now + drive[:, index]
        found[:, index] = now
    return found
