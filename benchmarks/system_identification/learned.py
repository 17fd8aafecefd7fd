"""The learned rule on filter bins, and its meta-training."""

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax
from jax import Array

from benchmarks.system_identification.adaptive import BINS, Bins, Filter, FilterRule, Told, advance, begin
from benchmarks.system_identification.scenes import BLOCKS, Scene
from metamaster.learn import recurrent
from metamaster.learn.recurrent import Weights
from metamaster.learn.unroll import unrolled_loss

UNROLL = 20
BATCH = 16
_ALIKE = np.zeros((BINS, 0), np.float32)
_FEATURES = 3
_RATE, _LAST_RATE, _WARM_UP = 2e-3, 2e-5, 50


def learned(weights: Weights) -> FilterRule:
    """The recurrent rule, every bin on its own; it is told gradient, filter, input, output and error (Meta-AF)."""

    def step(told: Told, memory: Any) -> tuple[Bins, Any]:
        features = jnp.stack([told.source, told.observed, told.error], axis=1)
        return recurrent.update(weights, told.gradient, told.filter, features, memory)

    return FilterRule(lambda: recurrent.begin(_ALIKE), step)


def untrained(seed: int) -> Weights:
    """Where meta-training starts."""
    return recurrent.init(jax.random.key(seed), _ALIKE, _FEATURES, jnp.complex64)


def meta_trained(
    scenes: Scene, updates: int, seed: int, progress: Callable[[int, float], None] = lambda *_: None
) -> Weights:
    """Weights trained on those scenes by truncated backpropagation through ``UNROLL`` blocks, from that seed.

    ``progress`` is told the updates that are done and the last meta-loss.
    """
    random = np.random.default_rng(seed)
    schedule = optax.warmup_cosine_decay_schedule(0.0, _RATE, min(_WARM_UP, updates // 4), updates, _LAST_RATE)
    outer = optax.chain(optax.clip_by_global_norm(1.0), optax.adam(schedule))
    weights = untrained(seed)
    state = outer.init(weights)

    @jax.jit
    def update(weights: Weights, state: Any, filters: Filter, blocks: Scene) -> tuple[Weights, Any, Filter, Array]:
        (loss, filters), slope = jax.value_and_grad(_meta_loss, has_aux=True)(weights, filters, blocks)
        change, state = outer.update(slope, state)
        return optax.apply_updates(weights, change), state, filters, loss

    done, number = 0, scenes.window.shape[0]
    while done < updates:
        chosen = random.choice(number, BATCH, replace=False)
        filters = _filters(learned(weights))
        for first in range(0, BLOCKS, UNROLL):
            blocks = jax.tree.map(lambda part, of=(chosen, first): part[of[0], of[1] : of[1] + UNROLL], scenes)
            weights, state, filters, loss = update(weights, state, filters, blocks)
            done += 1
        progress(done, float(loss))
    return weights


def _meta_loss(weights: Weights, filters: Filter, blocks: Scene) -> tuple[Array, Filter]:
    def one(filter_: Filter, stretch: Scene) -> tuple[Array, Filter]:
        loss, run = unrolled_loss(weights, lambda w, f, block: advance(learned(w), f, block), filter_, stretch)
        return loss, run.carry

    losses, ends = jax.vmap(one)(filters, blocks)
    return jnp.mean(losses), ends


def _filters(rule: FilterRule) -> Filter:
    return jax.vmap(lambda _: begin(rule))(jnp.arange(BATCH))
