"""Made-up songs for the style model: features that follow from their fingerprints, and engineers who change them."""

from functools import cache

import numpy as np

from metamaster.learn.style_model.examples import Examples
from metamaster.learn.style_model.fitting import Songs, fit
from metamaster.learn.style_model.model import FEATURES, StyleModel
from metamaster.style.fingerprint import GROUPS

PRINTED = sum(GROUPS.values())
SONGS = 24


def songs() -> Songs:
    """Two stretches each of some songs; four hidden numbers make both the fingerprint and half of the features."""
    rng = np.random.default_rng(0)
    hidden = np.repeat(rng.standard_normal((SONGS, 4)), 2, axis=0) + 0.1 * rng.standard_normal((2 * SONGS, 4))
    prints = hidden @ rng.standard_normal((4, PRINTED)) + 0.1 * rng.standard_normal((2 * SONGS, PRINTED))
    own = np.repeat(rng.standard_normal((SONGS, FEATURES)), 2, axis=0)
    features = 3.0 * hidden @ rng.standard_normal((4, FEATURES)) + 2.0 * own
    return Songs(features - 10.0, prints, np.repeat(np.arange(SONGS), 2))


def examples(count: int, seed: int) -> Examples:
    """Pairs of them; what is done to a song is one number for all its features, and another for its first half."""
    made, rng = songs(), np.random.default_rng(seed)
    mix = rng.integers(0, 2 * SONGS, count)
    same = rng.random(count) < 0.5
    reference = np.where(same, mix ^ 1, (mix + 2 * rng.integers(1, SONGS, count)) % (2 * SONGS))
    way = rng.integers(0, 3, count)
    style, lack = (_moves(count, rng) * (way != off)[:, None] for off in (0, 1))
    told = made.features.astype(np.float32)
    return Examples(
        mix=told[mix] + lack,
        reference=told[reference] + style,
        truth=told[mix] + style,
        mix_print=made.prints[mix].astype(np.float32),
        reference_print=made.prints[reference].astype(np.float32),
        mix_index=mix,
        reference_index=reference,
        same_song=same,
        styled=way != 0,
        unmastered=way != 1,
    )


def _moves(count: int, rng: np.random.Generator) -> np.ndarray:
    half = np.arange(FEATURES) < FEATURES // 2
    return (2.0 * rng.standard_normal((count, 1)) + 2.0 * rng.standard_normal((count, 1)) * half).astype(np.float32)


@cache
def fitted() -> StyleModel:
    return fit(songs(), examples(1024, 1), 0)
