"""The phases of a run: the predictor alone first, then adaptation as a whole; each a step and the episodes it sees."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import optax
from jax.sharding import Mesh
from jax.tree_util import keystr, tree_map_with_path

from metamaster.learn.adaptation import Meta, Plan
from metamaster.learn.lesson import Lesson
from metamaster.learn.material import Material
from metamaster.learn.outer import Figures, Judgement, Unroll, episode_loss
from metamaster.learn.predictor import BELIEVING, FIRMNESS
from metamaster.learn.reptile import reptile_direction
from metamaster.learn.supervised import supervised_loss
from metamaster.learn.training.config import OuterConfig, Part, TrainConfig
from metamaster.learn.training.step import Gradient, Step, gradient_of, training_step

_SURE = ("signs", "origin")
"""The parts of the predictor that no weight decay makes less sure: they tell who mastered a reference."""


@dataclass(frozen=True)
class Phase:
    """Some steps of one kind."""

    name: str
    steps: int
    optimiser: optax.GradientTransformation
    step: Step


def phases_of(config: TrainConfig, plan: Plan, mesh: Mesh) -> tuple[Phase, ...]:
    """Pretraining and training."""
    pre, last = config.pretraining, config.optimiser
    first = _adam(pre.learning_rate, last.clip, pre.steps, pre.weight_decay)
    return (
        _phase("pretraining", pre.steps, first, _pretraining(plan), mesh),
        _phase("training", config.steps, _optimiser(config), _training(config, plan), mesh),
    )


def _phase(name: str, steps: int, optimiser: optax.GradientTransformation, gradient: Gradient, mesh: Mesh) -> Phase:
    return Phase(name, steps, optimiser, training_step(mesh, gradient, optimiser))


def _pretraining(plan: Plan) -> Gradient:
    def loss(meta: Meta, lesson: Lesson) -> tuple[Any, Any]:
        value = supervised_loss(plan, meta, lesson)
        return value, {"loss": value}

    return _only(_likely, gradient_of(loss))


def _training(config: TrainConfig, plan: Plan) -> Gradient:
    judgement = judgement_of(config.outer, config.outer.unroll)
    if config.outer.method == "reptile":

        def direction(meta: Meta, material: Material) -> tuple[Meta, Any]:
            moves, figures = reptile_direction(plan, judgement, meta, material)
            return moves, told_of(figures)

        return direction

    def loss(meta: Meta, material: Material) -> tuple[Any, Any]:
        value, figures = episode_loss(plan, judgement, meta, material)
        return value, told_of(figures)

    return _only(partial(_trained, config.outer.train), gradient_of(loss))


def judgement_of(outer: OuterConfig, unroll: Unroll) -> Judgement:
    """How chains are judged."""
    return Judgement(outer.adapt_on, unroll, outer.log, outer.parameter_weight, outer.caution)


def told_of(figures: Figures) -> dict[str, Any]:
    """The figures by the names of the journal's columns."""
    ends = {
        f"{name}_{when}": part[name] for when, part in (("start", figures.start), ("end", figures.end)) for name in part
    }
    return {"loss": figures.loss, "inner_start": figures.inner_start, "inner_end": figures.inner_end, **ends}


def _only(trained: Callable[[Meta], Meta], gradient: Gradient) -> Gradient:
    """The gradient of the parts that are trained; zero for the others."""

    def masked(meta: Meta, task: Any) -> tuple[Any, Any]:
        slope, figures = gradient(meta, task)
        return jax.tree.map(_times, trained(slope), slope), figures

    return masked


def _likely(meta: Meta) -> Meta:
    """Whether a likelihood trains each part: how a start is weighed against a target it does not tell."""
    return Meta({layer: layer != FIRMNESS for layer in meta.predictor}, True, True)


def _trained(parts: Sequence[Part], meta: Meta) -> Meta:
    """Whether each part of that structure is trained."""
    whole = "predictor" in parts
    return Meta(
        {layer: whole or ("beliefs" in parts and layer in BELIEVING) for layer in meta.predictor},
        "rule" in parts,
        "scope" in parts,
    )


def _times(trained: bool, slope: Any) -> Any:
    return slope if trained else jax.tree.map(jnp.zeros_like, slope)


def _optimiser(config: TrainConfig) -> optax.GradientTransformation:
    if config.outer.method == "reptile":
        return optax.sgd(config.optimiser.learning_rate)
    return _adam(config.optimiser.learning_rate, config.optimiser.clip, config.steps)


def _adam(learning_rate: float, clip: float, steps: int, weight_decay: float = 0.0) -> optax.GradientTransformation:
    """The rate falls to a tenth along a cosine, so that the last steps average over more episodes."""
    rate = optax.cosine_decay_schedule(learning_rate, max(steps, 1), alpha=0.1)
    return optax.chain(optax.clip_by_global_norm(clip), optax.adamw(rate, weight_decay=weight_decay, mask=_decaying))


def _decaying(meta: Meta) -> Meta:
    return tree_map_with_path(
        lambda path, _: not any(part in keystr(path, simple=True, separator=" ").split() for part in _SURE), meta
    )


def phase_at(phases: tuple[Phase, ...], number: int) -> tuple[Phase, int]:
    """The phase that a step of the run is in, and which of its steps that is, both from 0."""
    for phase in phases[:-1]:
        if number < phase.steps:
            return phase, number
        number -= phase.steps
    return phases[-1], number
