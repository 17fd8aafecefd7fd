"""Each hypothesis's change from mix to master, and the evidence for it: all Gaussian, so both have closed forms."""

from typing import NamedTuple

import numpy as np
from jaxtyping import Bool, Float64

from metamaster.learn.style_model.hypotheses import HYPOTHESES, Hypothesis
from metamaster.learn.style_model.model import FEATURES, Content, Moves, StyleModel, aspect_slices

_NONE = 1e-3
"""Variance, in dB², of a move that was not made; keeps matrices invertible."""

Rows = Float64[np.ndarray, "pairs 67"]


class Pairs(NamedTuple):
    """Mixes and references, and what their fingerprints lead to expect of them; one mask for all."""

    mix: Rows
    reference: Rows
    expected_mix: Rows
    expected_reference: Rows
    heard: Bool[np.ndarray, "67"]


class Explained(NamedTuple):
    """By pair and hypothesis: the log evidence from each aspect, and the change in dB."""

    evidence: Float64[np.ndarray, "pairs hypotheses 4"]
    change: Float64[np.ndarray, "pairs hypotheses 67"]


def explain(model: StyleModel, pairs: Pairs) -> Explained:
    """What every hypothesis makes of those pairs."""
    found = [_explain(model.content, model.moves, pairs, hypothesis) for hypothesis in HYPOTHESES]
    evidence, change = zip(*found, strict=True)
    return Explained(np.stack(evidence, axis=1), np.stack(change, axis=1))


def _explain(content: Content, moves: Moves, pairs: Pairs, case: Hypothesis) -> tuple[np.ndarray, np.ndarray]:
    nothing = np.zeros(FEATURES), _NONE * np.eye(FEATURES)
    style_mean, style = (moves.style_mean, moves.style) if case.styled else nothing
    lack_mean, lack = (moves.unmastered_mean, moves.unmastered) if case.unmastered else nothing
    songs = case.content_scale * content.between
    shared, apart = (songs, case.section_scale * content.sections) if case.same_song else (np.zeros_like(songs), 0.0)
    expected = pairs.expected_mix, pairs.expected_reference
    if case.same_song:
        both = 0.5 * (expected[0] + expected[1])
        expected = both, both
    surprise = np.concatenate([pairs.mix - expected[0] - lack_mean, pairs.reference - expected[1] - style_mean], axis=1)
    total = np.block([[songs + lack, shared], [shared, songs + apart + style]])
    told = np.concatenate([pairs.heard, pairs.heard])
    surprise, covariance = surprise[:, told], total[np.ix_(told, told)]
    with_change = np.concatenate([-lack, style], axis=1)[:, told]
    change = np.linalg.solve(covariance, surprise.T).T @ with_change.T + style_mean - lack_mean
    return _evidence(covariance, surprise, pairs.heard), change


def _evidence(covariance: np.ndarray, surprise: np.ndarray, heard: Bool[np.ndarray, "67"]) -> np.ndarray:
    """Log density of each aspect's entries by themselves, up to a constant."""
    place = np.cumsum(heard) - 1
    found = []
    for part in aspect_slices().values():
        own = place[part][heard[part]]
        index = np.concatenate([own, own + heard.sum()])
        factor = np.linalg.cholesky(covariance[np.ix_(index, index)])
        white = np.linalg.solve(factor, surprise[:, index].T)
        found.append(-0.5 * (white**2).sum(axis=0) - np.log(np.diag(factor)).sum())
    return np.stack(found, axis=-1)
