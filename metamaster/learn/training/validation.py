"""Judging what was learned so far on episodes that it did not learn from, and when to stop."""

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
from jax.sharding import Mesh

from metamaster.learn.adaptation import Meta, Plan
from metamaster.learn.outer import episode_loss
from metamaster.learn.training.config import TrainConfig
from metamaster.learn.training.phases import judgement_of, told_of
from metamaster.learn.training.snapshots import Standing
from metamaster.learn.training.step import mean_over_tasks

Figures = dict[str, float]


def validation_of(config: TrainConfig, plan: Plan, mesh: Mesh) -> Callable[[Meta, Any], Figures]:
    """From what is trained and divided tasks to the means of their figures, by name, judged at every step."""
    judgement = judgement_of(config.outer, "all")

    def figures(meta: Meta, task: Any) -> dict[str, Any]:
        return told_of(episode_loss(plan, judgement, meta, task)[1])

    judge = jax.jit(lambda meta, tasks: mean_over_tasks(mesh, figures, meta, tasks))
    return lambda meta, tasks: {name: float(value) for name, value in judge(meta, tasks).items()}


def after_validation(standing: Standing, loss: float) -> Standing:
    """How things stand after one more validation."""
    if loss < float(standing.best):
        return Standing(jnp.float32(loss), jnp.int32(0))
    return Standing(standing.best, standing.misses + 1)
