"""Fits the style model: closed forms for what songs and engineers are like, gradient descent for the gate."""

from collections.abc import Callable
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax
from jaxtyping import Float32, Float64, Int

from metamaster.errors import NoMusic
from metamaster.learn.style_model.content import covariance, kernel, standardised
from metamaster.learn.style_model.examples import Examples
from metamaster.learn.style_model.explain import Explained, Pairs, explain
from metamaster.learn.style_model.gate import weigh
from metamaster.learn.style_model.hypotheses import HYPOTHESES
from metamaster.learn.style_model.likeness import likenesses
from metamaster.learn.style_model.model import FEATURES, LIKENESSES, Content, Gate, Moves, StyleModel

_SPREAD_FLOOR = 0.05
_USUAL_ERROR_DB = np.repeat([2.3 * 29, 3.4 * 10, 0.5 * 27, 2.0 / 0.3], [29, 10, 27, 1]).astype(np.float32)
"""An aspect's error counts relative to what doing nothing costs; PLR a third of that, since delivery decides it."""
_STEPS, _BATCH, _RATE = 500, 384, 2e-2
_DECAY, _SAME_SONG_WEIGHT = 3e-4, 0.02

Matrix = Float64[np.ndarray, "67 67"]
Rows = Float64[np.ndarray, "rows 67"]


class Songs(NamedTuple):
    """The stretches of songs that pairs are made from: features, fingerprints, and which song each is of."""

    features: Float64[np.ndarray, "stretches 67"]
    prints: Float64[np.ndarray, "stretches 616"]
    song: Int[np.ndarray, "stretches"]


def fit(songs: Songs, examples: Examples, seed: int) -> StyleModel:
    """The model of those songs and examples; deterministic.

    What is expected of a piece while fitting is always told by the other songs. Raises NoMusic if no song gives two
    stretches.
    """
    content = _regression(songs)
    expected = (
        _expected_by_others(content, songs, examples.mix_print, examples.mix_index),
        _expected_by_others(content, songs, examples.reference_print, examples.reference_index),
    )
    strayed = np.concatenate(
        [songs.features[examples.mix_index] - expected[0], songs.features[examples.reference_index] - expected[1]]
    )
    content = content._replace(between=_covariance(strayed, 0.15), sections=_covariance(_apart(songs), 0.3))
    model = StyleModel(content, _moves(examples), _new_gate())
    pairs = Pairs(
        np.asarray(examples.mix, np.float64),
        np.asarray(examples.reference, np.float64),
        *expected,
        np.ones(FEATURES, bool),
    )
    prints = np.asarray(examples.mix_print, np.float64), np.asarray(examples.reference_print, np.float64)
    alike = likenesses(content, pairs, prints)
    return model._replace(gate=_gate(explain(model, pairs), alike, examples, seed))


def _regression(songs: Songs) -> Content:
    mean, spread = songs.prints.mean(axis=0), songs.prints.std(axis=0) + _SPREAD_FLOOR
    nothing = np.zeros((FEATURES, FEATURES))
    content = Content(mean, spread, songs.prints, songs.features, songs.features.mean(axis=0), nothing, nothing)
    prints = standardised(content, songs.prints)
    pull = np.linalg.solve(covariance(prints, songs.song), songs.features - content.mean)
    return content._replace(prints=prints, pull=pull)


def _expected_by_others(
    content: Content, songs: Songs, prints: Float32[np.ndarray, "pairs 616"], index: Int[np.ndarray, "pairs"]
) -> Rows:
    """What is expected of each piece by the songs other than its own."""
    alike = kernel(standardised(content, np.asarray(prints, np.float64)), content.prints)
    among, out = covariance(content.prints, songs.song), np.zeros((len(prints), FEATURES))
    for song in np.unique(songs.song[index]):
        rows, others = songs.song[index] == song, songs.song != song
        pull = np.linalg.solve(among[np.ix_(others, others)], songs.features[others] - content.mean)
        out[rows] = content.mean + alike[np.ix_(rows, others)] @ pull
    return out


def _apart(songs: Songs) -> Rows:
    """The differences between two stretches of one song."""
    both = [np.flatnonzero(songs.song == song) for song in np.unique(songs.song)]
    apart = [songs.features[pair[0]] - songs.features[pair[1]] for pair in both if pair.size > 1]
    if not apart:
        raise NoMusic("No song is long enough to give two stretches: add songs of 45 seconds or more.")
    return np.stack(apart)


def _moves(examples: Examples) -> Moves:
    change = np.asarray(examples.truth - examples.mix, np.float64)
    styled, lacking = change[~examples.unmastered], -change[~examples.styled]
    return Moves(
        style_mean=styled.mean(axis=0),
        style=_covariance(styled - styled.mean(axis=0), 0.05),
        unmastered_mean=lacking.mean(axis=0),
        unmastered=_covariance(lacking - lacking.mean(axis=0), 0.05),
    )


def _covariance(rows: Rows, diagonal_share: float) -> Matrix:
    """About zero, drawn towards its diagonal, since there are few songs."""
    covariance = rows.T @ rows / len(rows)
    drawn = (1.0 - diagonal_share) * covariance + diagonal_share * np.diag(np.diag(covariance))
    return np.asarray(drawn + 0.01 * np.eye(FEATURES))


def _new_gate() -> Gate:
    cases = len(HYPOTHESES)
    return Gate(
        bias=np.zeros((4, cases)),
        log_trust=np.full((4, 4), np.log(0.05)),
        likeness=np.zeros((4, LIKENESSES)),
        same_song=np.zeros(4),
        log_gain=np.zeros((4, cases)),
        likeness_mean=np.zeros(LIKENESSES),
        likeness_spread=np.ones(LIKENESSES),
    )


def _gate(found: Explained, alike: np.ndarray, examples: Examples, seed: int) -> Gate:
    start = _new_gate()._replace(likeness_mean=alike.mean(axis=0), likeness_spread=alike.std(axis=0) + 1e-3)
    gate: Gate = jax.tree.map(jnp.float32, start)
    learned = {name: getattr(gate, name) for name in _LEARNED}
    rows = tuple(
        np.asarray(column, np.float32) for column in (*found, alike, examples.truth - examples.mix, examples.same_song)
    )
    optimiser = optax.adam(optax.cosine_decay_schedule(_RATE, _STEPS))
    state, step = optimiser.init(learned), _step_of(optimiser, gate)
    rng = np.random.default_rng(seed)
    for _ in range(_STEPS):
        chosen = rng.integers(0, len(alike), _BATCH)
        learned, state = step(learned, state, tuple(column[chosen] for column in rows))
    return Gate(*(np.asarray(value, np.float64) for value in gate._replace(**learned)))


_LEARNED = ("bias", "log_trust", "likeness", "same_song", "log_gain")


def _step_of(optimiser: optax.GradientTransformation, gate: Gate) -> Callable:
    def loss(learned: dict, rows: tuple) -> jax.Array:
        evidence, change, alike, truth, same = rows
        found, share = weigh(gate._replace(**learned), evidence, change, alike, jnp)
        error = jnp.mean(jnp.sum(jnp.abs(found - truth) / _USUAL_ERROR_DB, axis=1))
        likely = jnp.log(jnp.where(same[:, None] > 0.5, share, 1.0 - share) + 1e-6)
        decay = sum(jnp.sum(learned[name] ** 2) for name in ("bias", "likeness", "log_gain"))
        return error - _SAME_SONG_WEIGHT * jnp.mean(likely) + _DECAY * decay

    @jax.jit
    def step(learned: dict, state: optax.OptState, rows: tuple) -> tuple[dict, optax.OptState]:
        updates, state = optimiser.update(jax.grad(loss)(learned, rows), state)
        return optax.apply_updates(learned, updates), state

    return step
