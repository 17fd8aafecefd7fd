"""The outer loss: how far adapted chains bring other songs to their true masters."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

import jax
import jax.numpy as jnp
from jax import Array, lax
from jaxtyping import Float

from metamaster.chain.jax_renderer.bounded import physical
from metamaster.chain.parameters import named
from metamaster.learn.adaptation import Aim, Meta, Path, Plan, adapted, aims_at, believed_of
from metamaster.learn.band_model import predict
from metamaster.learn.identifiable import identifiable
from metamaster.learn.material import Judged, Material
from metamaster.learn.objective import Variables
from metamaster.learn.placing import placed
from metamaster.learn.problem import WEIGHT, Coordinates
from metamaster.learn.scopes import Believed
from metamaster.learn.sound import chain_values, excerpt_after
from metamaster.style.aspects import ASPECTS, features
from metamaster.style.descriptor import describe
from metamaster.style.names import Aspect

AdaptOn = Literal["support", "query"]
Unroll = Literal["all", "last"]
_ROUND = 1e-4
"""Rounds the corner of a root mean square at zero; dB²."""


@dataclass(frozen=True)
class Judgement:
    """How adapted chains are judged."""

    adapt_on: AdaptOn
    """The support, and the chain carried over to the query; or each song of the query itself, its master not told."""
    unroll: Unroll
    """Whether the chain counts after every step, the start included, or after the last one."""
    log: bool
    """Whether the logarithm of the error counts, as in Meta-AF, so that easy and hard tasks weigh alike."""
    parameter_weight: float
    """What one standard deviation of an identifiable control counts, where the true chain is known; in dB."""
    caution: float = 0.0
    """What it costs to trust the predictor altogether: it is not, where that gains less."""


class Figures(NamedTuple):
    """Errors by aspect, in dB, and of the controls, in standard deviations, at the first and last judged step."""

    loss: Float[Array, ""]
    inner_start: Float[Array, ""]
    inner_end: Float[Array, ""]
    start: dict[str, Float[Array, ""]]
    end: dict[str, Float[Array, ""]]


class _Error(NamedTuple):
    style: dict[Aspect, Array]
    parameters: Array


def episode_loss(plan: Plan, judgement: Judgement, meta: Meta, material: Material) -> tuple[Array, Figures]:
    """The outer loss of one episode, and what is worth knowing about it."""
    believed = believed_of(plan, meta, material.reference)
    lufs = material.reference_lufs

    def adapt_on(aims: Aim) -> Path:
        return adapted(plan, meta, believed, aims, lufs)

    if judgement.adapt_on == "support":
        aims = aims_at(plan, believed, material.support)
        path, trust = adapt_on(aims), aims.prediction.trust
        errors = lax.map(lambda query: _judged(plan, judgement, believed, path, query, lufs), material.query)
        inner = path.losses
    else:

        def both(query: Judged) -> tuple[_Error, Array, Array]:
            aims = aims_at(plan, believed, jax.tree.map(lambda leaf: leaf[None], query.mix))
            path = adapt_on(aims)
            return _judged(plan, judgement, believed, path, query, lufs), path.losses, aims.prediction.trust

        errors, losses, trust = lax.map(both, material.query)
        inner = jnp.mean(losses, axis=0)
    loss = jnp.mean(_total(judgement, errors)) + judgement.caution * jnp.mean(trust)
    return loss, _figures(loss, inner, errors)


def _judged(
    plan: Plan, judgement: Judgement, believed: Believed, path: Path, query: Judged, target_lufs: Array
) -> _Error:
    """The errors on one song at every judged step."""

    def at(variables: Variables) -> _Error:
        coordinates = placed(plan.scope.coordinates(believed, variables, query.mix.inputs), target_lufs)
        values = chain_values(coordinates, query.mix.loudness_lufs)
        if plan.world == "frames":
            frames = predict(query.frames, named(values))
        else:
            frames = excerpt_after("audio", query.mix, values)
        found = features(describe(frames))
        style = {aspect: _rms(found[aspect] - query.wanted[aspect]) for aspect in ASPECTS}
        return _Error(style, parameter_error(coordinates, query.coordinates))

    variables = path.variables if judgement.unroll == "all" else path.variables[-1:]
    return lax.map(jax.checkpoint(at), variables)


def parameter_error(found: Coordinates, true: Coordinates) -> Array:
    """Root mean square over identifiable controls, in unconstrained coordinates; zero where the chain is not known."""
    known = jnp.isfinite(true)
    true = jnp.where(known, true, 0.0)
    share = identifiable(physical(true)) * known
    return jnp.sqrt(jnp.sum(share * (found - true) ** 2) / jnp.maximum(jnp.sum(share), 1.0) + _ROUND)


def _total(judgement: Judgement, errors: _Error) -> Array:
    total = sum(WEIGHT[aspect] * errors.style[aspect] for aspect in ASPECTS)
    total = jnp.asarray(total + judgement.parameter_weight * errors.parameters)
    return jnp.log(total) if judgement.log else total


def _rms(errors: Array) -> Array:
    return jnp.sqrt(jnp.mean(errors**2) + _ROUND)


def _figures(loss: Array, inner: Array, errors: _Error) -> Figures:
    named_errors = {str(aspect): errors.style[aspect] for aspect in ASPECTS} | {"parameters": errors.parameters}
    start, end = ({name: jnp.mean(error[:, k]) for name, error in named_errors.items()} for k in (0, -1))
    return Figures(loss, inner[0], inner[-1], start, end)
