"""Tunes the textbook's rules on the scenes and by the loss that the learned rule is trained on."""

from collections.abc import Callable, Mapping
from itertools import product
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array

from benchmarks.system_identification import classical
from benchmarks.system_identification.learned import UNROLL
from benchmarks.system_identification.measuring import Trace, trace
from benchmarks.system_identification.sample_rls import sample_rls
from benchmarks.system_identification.scenes import Scene
from metamaster.learn.unroll import log_accumulated

Follow = Callable[[Scene], Trace]
"""Follows stacked scenes."""
_FORGETTING = (0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99)


class Candidate(NamedTuple):
    """A rule of some numbers, and the values to try for each."""

    follow: Callable[..., Trace]
    """``follow(*numbers, scene)``."""
    grid: Mapping[str, tuple[float, ...]]
    scenes: int
    """How many scenes to try each on."""


class Tuned(NamedTuple):
    """The best numbers, the loss there, and how many were tried."""

    numbers: dict[str, float]
    loss: float
    tried: int


def _log(first: float, last: float, number: int) -> tuple[float, ...]:
    return tuple(float(f"{value:.3g}") for value in np.logspace(first, last, number))


CANDIDATES: Mapping[str, Candidate] = {
    "LMS": Candidate(lambda step, scene: trace(classical.lms(step), scene), {"step": _log(-5.0, -2.0, 60)}, 240),
    "NLMS": Candidate(
        lambda step, forgetting, scene: trace(classical.nlms(step, forgetting), scene),
        {"step": _log(-1.7, 0.3, 15), "forgetting": (0.0, *_FORGETTING)},
        240,
    ),
    "RLS per bin": Candidate(
        lambda forgetting, start, scene: trace(classical.rls(forgetting, start), scene),
        {"forgetting": _FORGETTING, "start": _log(-4.0, 2.0, 10)},
        240,
    ),
    "RLS per sample": Candidate(
        sample_rls, {"forgetting": (0.98, 0.99, 0.995, 0.997, 0.998, 0.999, 0.9995), "start": _log(-1.0, 3.0, 3)}, 48
    ),
}


def meta_loss(error: Array) -> Array:
    """The loss that the learned rule is trained by, from the error of stacked scenes by block."""
    stretches = error.reshape(-1, UNROLL)
    return jnp.mean(jax.vmap(log_accumulated)(stretches))


def tuned(candidate: Candidate, scenes: Scene) -> Tuned:
    """The best of the whole grid; numbers with which a filter runs away are not chosen."""
    some = jax.tree.map(lambda part: part[: candidate.scenes], scenes)
    loss = jax.jit(lambda numbers: meta_loss(_follow(candidate, numbers)(some).error))
    tried = [dict(zip(candidate.grid, numbers, strict=True)) for numbers in product(*candidate.grid.values())]
    losses = np.nan_to_num([float(loss(list(numbers.values()))) for numbers in tried], nan=np.inf)
    best = int(np.argmin(losses))
    return Tuned(tried[best], float(losses[best]), len(tried))


def follower(candidate: Candidate, found: Tuned) -> Follow:
    """Follows stacked scenes with the numbers that were found."""
    return jax.jit(_follow(candidate, list(found.numbers.values())))


def _follow(candidate: Candidate, numbers: list[Any]) -> Follow:
    return jax.vmap(lambda scene: candidate.follow(*numbers, scene))
