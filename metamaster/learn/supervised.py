"""Pretraining: the predictor alone is taught what was truly done to each song, before any adaptation."""

import jax
import jax.numpy as jnp
from jax import Array
from jaxtyping import Float

from metamaster.chain.jax_renderer.bounded import physical
from metamaster.learn.adaptation import Meta, Plan
from metamaster.learn.identifiable import identifiable
from metamaster.learn.lesson import Lesson, Taught
from metamaster.learn.neutral import neutral_chain
from metamaster.learn.placing import unplaced
from metamaster.learn.predictor import Prediction
from metamaster.learn.scopes import encoded, predicted
from metamaster.style.aspects import ASPECTS

_LEAST_DB = 0.3
"""A target is never believed to be surer than this."""
_LEAST_LIKELY = 1e-4
"""Who mastered a song is never believed to be surer: that would cost more than all else where it is wrong."""


def supervised_loss(plan: Plan, meta: Meta, lesson: Lesson) -> Float[Array, ""]:
    """Negative log likelihood of the true changes, of who made them and, where it is known, of the true chain.

    Weights are taken for one over the standard deviation of the change in dB, precisions for one over the variance of
    a coordinate: both learn how sure the prediction is (Kendall and Gal 2017).
    """
    context = encoded(plan.predictor, meta.predictor, lesson.reference)

    def one(query: Taught) -> Array:
        said = predicted(plan.predictor, meta.predictor, query.inputs, context)
        return _of_change(said, query) + _of_chain(said, query, lesson.reference_lufs) + _of_origin(said, query)

    return jnp.mean(jax.vmap(one)(lesson.query))


def _of_change(said: Prediction, query: Taught) -> Array:
    total = jnp.zeros(())
    for aspect in ASPECTS:
        error = query.change[aspect] - query.base[aspect] - said.change[aspect]
        weight = said.weight[aspect] / (1.0 + _LEAST_DB * said.weight[aspect])
        total += jnp.mean(0.5 * (weight * error) ** 2 - jnp.log(weight))
    return total


def _of_chain(said: Prediction, query: Taught, target_lufs: Array) -> Array:
    known = jnp.isfinite(query.coordinates)
    true = jnp.where(known, query.coordinates, 0.0)
    share = identifiable(physical(true)) * known * neutral_chain().free
    error = unplaced(true, target_lufs) - said.coordinates
    each = 0.5 * said.precision * error**2 - 0.5 * jnp.log(said.precision)
    return jnp.sum(share * each) / jnp.maximum(jnp.sum(share), 1.0)


def _of_origin(said: Prediction, query: Taught) -> Array:
    is_chain = jnp.any(jnp.isfinite(query.coordinates))
    likelihood = jax.nn.sigmoid(jnp.where(is_chain, -said.looks, said.looks))
    return -jnp.sum(jnp.log(_LEAST_LIKELY + likelihood))
