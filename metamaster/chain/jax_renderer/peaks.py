"""Finding true peaks in JAX, step by step, and reading their level again where a gradient is wanted."""

from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax import lax
from jaxtyping import Array, Float, Int

from metamaster.chain.interpolator import (
    LOOK_BACK,
    PHASES,
    TAPS,
    framed_taps,
    largest_amplification,
    polyphase_taps,
)
from metamaster.chain.limiter_design import STEP

_ROW = 32
_CHUNK = 2048
"""Samples searched at a time: eight phases of them stay in the processor's cache."""


class Peaks(NamedTuple):
    """The peak of each step: its level, and where the window of TAPS samples around it begins."""

    level: Float[Array, " steps"]
    window: Int[Array, " steps"]


def highest_peaks(padded: Float[Array, "2 padded"], threshold: Float[Array, ""]) -> Peaks:
    """The highest instant of each step, in a signal that LOOK_BACK zeros were put before; linear, full scale 1.

    Where nothing near can pass the threshold, the level given is zero. Not to be differentiated: see ``levels_at``.
    """
    samples = padded.shape[1] - LOOK_BACK
    chunks = -(-samples // _CHUNK)
    whole = jnp.pad(padded, ((0, 0), (0, chunks * _CHUNK - samples)))

    def search(start: Array) -> Peaks:
        chunk = lax.dynamic_slice(whole, (0, start), (2, LOOK_BACK + _CHUNK))
        may_pass = jnp.abs(chunk).max() * largest_amplification() > threshold
        level, offset = lax.cond(may_pass, _searched, _skipped, chunk)
        return Peaks(level, start + offset)

    peaks = lax.map(search, jnp.arange(chunks) * _CHUNK)
    return Peaks(*(entry.reshape(-1)[: samples // STEP] for entry in peaks))


def levels_at(padded: Float[Array, "2 padded"], windows: Int[Array, " steps"]) -> Float[Array, " steps"]:
    """The level of the highest instant in the middle of each window, differentiable with respect to the signal."""

    def around(window: Array) -> Array:
        return lax.dynamic_slice(padded, (0, window), (2, TAPS))

    taps = jnp.asarray(polyphase_taps(), padded.dtype)
    instants = jax.vmap(around)(windows).reshape(-1, TAPS) @ taps.T
    return jnp.abs(instants).reshape(-1, 2 * PHASES).max(axis=1)


def _skipped(chunk: Float[Array, "2 chunk"]) -> Peaks:
    return Peaks(jnp.zeros(_CHUNK // STEP, chunk.dtype), jnp.arange(0, _CHUNK, STEP))


def _searched(chunk: Float[Array, "2 chunk"]) -> Peaks:
    """The peaks of one chunk, windows counted from its beginning."""
    instants = _instants(chunk)
    level = jnp.abs(instants[0, :, 0])
    for other in range(1, 2 * PHASES):
        level = jnp.maximum(level, jnp.abs(instants[other // PHASES, :, other % PHASES]))
    level = level.reshape(-1, STEP)
    highest = level.max(axis=1)
    window = jnp.where(level == highest[:, None], jnp.arange(_CHUNK).reshape(-1, STEP), 0).max(axis=1)
    return Peaks(highest, window)


def _instants(chunk: Float[Array, "2 chunk"]) -> Float[Array, "2 rows phases row"]:
    """Every phase after every sample: one matrix product of overlapping frames."""
    rows, frame = _CHUNK // _ROW, LOOK_BACK + _ROW
    blocks = -(-frame // _ROW)
    padded = jnp.pad(chunk, ((0, 0), (0, (rows + blocks) * _ROW - chunk.shape[1]))).reshape(2, -1, _ROW)
    frames = jnp.concatenate([padded[:, i : i + rows] for i in range(blocks)], axis=2)[:, :, :frame]
    taps = framed_taps(_ROW).transpose(1, 0, 2).reshape(frame, PHASES * _ROW)
    return (frames.reshape(2 * rows, frame) @ jnp.asarray(taps, chunk.dtype)).reshape(2, rows, PHASES, _ROW)
