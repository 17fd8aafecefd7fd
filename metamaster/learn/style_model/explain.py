"""Each hypothesis's change from mix to master, and the evidence for it: all Gaussian, so both have closed forms."""

from typing import NamedTuple

import numpy as np
from jaxtyping import Bool, Float64, Int

from metamaster.learn.style_model.hypotheses import HYPOTHESES, Hypothesis
from metamaster.learn.style_model.model import FEATURES, Content, Moves, StyleModel, aspect_slices

_NONE = 1e-3
"""Variance, in dB², of a move that was not made; keeps matrices invertible."""
_MOST_KEPT = 64

Rows = Float64[np.ndarray, "pairs 67"]
Heard = Bool[np.ndarray, "67"]


class Pairs(NamedTuple):
    """Mixes and references, and what their fingerprints lead to expect of them; one mask for all."""

    mix: Rows
    reference: Rows
    expected_mix: Rows
    expected_reference: Rows
    heard: Heard


class Explained(NamedTuple):
    """By pair and hypothesis: the log evidence from each aspect, and the change in dB."""

    evidence: Float64[np.ndarray, "pairs hypotheses 4"]
    change: Float64[np.ndarray, "pairs hypotheses 67"]


class _Whitening(NamedTuple):
    """An aspect's entries in the surprise, and what makes them independent and of unit variance."""

    entries: Int[np.ndarray, "entries"]
    factor: Float64[np.ndarray, "entries entries"]
    log_volume: float


class _Lens(NamedTuple):
    """A hypothesis made ready for what is heard."""

    case: Hypothesis
    gain: Float64[np.ndarray, "67 surprises"]
    """From the surprise to the posterior mean of the change."""
    whitenings: tuple[_Whitening, ...]


class Explainer:
    """Explains pairs by one model; what depends only on which entries are heard is worked out once."""

    def __init__(self, model: StyleModel) -> None:
        self._content, self._moves = model.content, model.moves
        self._lenses: dict[bytes, tuple[_Lens, ...]] = {}

    def explain(self, pairs: Pairs) -> Explained:
        """What every hypothesis makes of those pairs."""
        key = pairs.heard.tobytes()
        if key not in self._lenses:
            if len(self._lenses) >= _MOST_KEPT:
                self._lenses.pop(next(iter(self._lenses)))
            self._lenses[key] = tuple(_lens(self._content, self._moves, pairs.heard, case) for case in HYPOTHESES)
        evidence, change = zip(*(_through(lens, self._moves, pairs) for lens in self._lenses[key]), strict=True)
        return Explained(np.stack(evidence, axis=1), np.stack(change, axis=1))


def explain(model: StyleModel, pairs: Pairs) -> Explained:
    """What every hypothesis makes of those pairs."""
    return Explainer(model).explain(pairs)


def _lens(content: Content, moves: Moves, heard: Heard, case: Hypothesis) -> _Lens:
    nothing = _NONE * np.eye(FEATURES)
    style, lack = (moves.style if case.styled else nothing), (moves.unmastered if case.unmastered else nothing)
    songs = case.content_scale * content.between
    shared, apart = (songs, case.section_scale * content.sections) if case.same_song else (np.zeros_like(songs), 0.0)
    total = np.block([[songs + lack, shared], [shared, songs + apart + style]])
    told = np.concatenate([heard, heard])
    covariance = total[np.ix_(told, told)]
    with_change = np.concatenate([-lack, style], axis=1)[:, told]
    gain = np.linalg.solve(covariance, with_change.T).T
    return _Lens(case, gain, _whitenings(covariance, heard))


def _whitenings(covariance: np.ndarray, heard: Heard) -> tuple[_Whitening, ...]:
    place = np.cumsum(heard) - 1
    found = []
    for part in aspect_slices().values():
        own = place[part][heard[part]]
        index = np.concatenate([own, own + heard.sum()])
        factor = np.linalg.cholesky(covariance[np.ix_(index, index)])
        inverse = np.linalg.solve(factor, np.eye(len(index)))
        found.append(_Whitening(index, inverse, float(np.log(np.diag(factor)).sum())))
    return tuple(found)


def _through(lens: _Lens, moves: Moves, pairs: Pairs) -> tuple[np.ndarray, np.ndarray]:
    """Log density of each aspect's entries by themselves, up to a constant; and the change."""
    style_mean = moves.style_mean if lens.case.styled else np.zeros(FEATURES)
    lack_mean = moves.unmastered_mean if lens.case.unmastered else np.zeros(FEATURES)
    expected = pairs.expected_mix, pairs.expected_reference
    if lens.case.same_song:
        both = 0.5 * (expected[0] + expected[1])
        expected = both, both
    surprise = np.concatenate([pairs.mix - expected[0] - lack_mean, pairs.reference - expected[1] - style_mean], axis=1)
    surprise = surprise[:, np.concatenate([pairs.heard, pairs.heard])]
    evidence = [
        -0.5 * ((surprise[:, one.entries] @ one.factor.T) ** 2).sum(axis=1) - one.log_volume for one in lens.whitenings
    ]
    return np.stack(evidence, axis=-1), surprise @ lens.gain.T + style_mean - lack_mean
