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
    """The peak of each step: its level, and its place as (channel · length + window) · PHASES + phase."""

    level: Float[Array, " steps"]
    place: Int[Array, " steps"]


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
        peaks = lax.cond(may_pass, _searched, _silent, chunk)
        channel, offset = jnp.divmod(peaks.place, _CHUNK * PHASES)
        return Peaks(peaks.level, (channel * padded.shape[1] + start) * PHASES + offset)

    peaks = lax.map(search, jnp.arange(chunks) * _CHUNK)
    return Peaks(*(entry.reshape(-1)[: samples // STEP] for entry in peaks))


def levels_at(padded: Float[Array, "2 padded"], places: Int[Array, " steps"]) -> Float[Array, " steps"]:
    """The level at each place, differentiable with respect to the signal."""
    windows, phases = jnp.divmod(places, PHASES)
    channels, starts = jnp.divmod(windows, padded.shape[1])
    around = jax.vmap(lambda channel, start: lax.dynamic_slice(padded, (channel, start), (1, TAPS))[0])
    taps = jnp.asarray(polyphase_taps(), padded.dtype)
    return jnp.abs(jnp.sum(around(channels, starts) * taps[phases], axis=1))


def _silent(chunk: Float[Array, "2 chunk"]) -> Peaks:
    steps = _CHUNK // STEP
    return Peaks(jnp.zeros(steps, chunk.dtype), jnp.arange(steps) * (STEP * PHASES))


def _searched(chunk: Float[Array, "2 chunk"]) -> Peaks:
    """The peaks of one chunk, places counted from its beginning as if each channel were ``_CHUNK`` long."""
    rows = _CHUNK // _ROW
    instants = _instants(chunk)
    level = jnp.abs(instants[0, :, 0])
    candidate = jnp.zeros((rows, _ROW), jnp.int32)
    for new in range(1, 2 * PHASES):
        channel, phase = divmod(new, PHASES)
        new_level = jnp.abs(instants[channel, :, phase])
        candidate = jnp.where(new_level > level, new, candidate)
        level = jnp.maximum(level, new_level)
    channel, phase = jnp.divmod(candidate.reshape(-1), PHASES)
    place = (channel * _CHUNK + jnp.arange(_CHUNK)) * PHASES + phase
    level, place = level.reshape(-1, STEP), place.reshape(-1, STEP)
    best = jnp.argmax(level, axis=1, keepdims=True)
    return Peaks(level.max(axis=1), jnp.take_along_axis(place, best, axis=1)[:, 0])


def _instants(chunk: Float[Array, "2 chunk"]) -> Float[Array, "2 rows phases row"]:
    """Every phase after every sample: one matrix product of overlapping frames."""
    rows, frame = _CHUNK // _ROW, LOOK_BACK + _ROW
    blocks = -(-frame // _ROW)
    padded = jnp.pad(chunk, ((0, 0), (0, (rows + blocks) * _ROW - chunk.shape[1]))).reshape(2, -1, _ROW)
    frames = jnp.concatenate([padded[:, i : i + rows] for i in range(blocks)], axis=2)[:, :, :frame]
    taps = framed_taps(_ROW).transpose(1, 0, 2).reshape(frame, PHASES * _ROW)
    return (frames.reshape(2 * rows, frame) @ jnp.asarray(taps, chunk.dtype)).reshape(2, rows, PHASES, _ROW)
