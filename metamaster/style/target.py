"""What of a reference is style, to be taken over, and what is content, to be left alone.

Reference minus mix is the sum of what mastering did and of what the songs are. Both are taken as Gaussian with known
covariances (``statistics.json``), the songs' at several scales and of two kinds, "another section of the same song"
and "another song". The difference itself tells which of these explain it best; the style in it is then the posterior
mean, a smooth and shrunken part of the difference. Nothing here is fitted to the case at hand.
"""

from typing import NamedTuple

import numpy as np
from jaxtyping import Bool, Float64

from metamaster.style.aspects import ASPECTS, LEAST_TONE_DB
from metamaster.style.names import Aspect
from metamaster.style.statistics import AspectStatistics, Matrix, style_statistics

Entries = Float64[np.ndarray, "entries"]
Mask = Bool[np.ndarray, "_"]
ByAspect = dict[Aspect, Float64[np.ndarray, "_"]]

_MOVE_SCALES = (0.3, 1.0)
_SECTION_SCALES = (0.1, 0.3, 1.0, 3.0)
_SONG_SCALES = (0.3, 1.0, 3.0)
_MIX_MOVE = 0.5
"""How far an unmastered mix is taken to be from what mastered music is on average, relative to a master's moves."""
_SONG_CAUTION = 0.5


class StyleDifference(NamedTuple):
    """What to change, in dB, by aspect; and how probable it is that mix and reference are the same song."""

    change: ByAspect
    same_song: float


class _Pair(NamedTuple):
    """One aspect of mix and reference, which entries both hold, and what is known of it."""

    mix: Entries
    reference: Entries
    heard: Mask
    known: AspectStatistics


class _Hypotheses(NamedTuple):
    """One kind of content at several scales: the log evidence of the whole kind, and the style it implies."""

    log_evidence: float
    style: Entries


def style_difference(
    mix: ByAspect,
    reference: ByAspect,
    evidence_from: tuple[Aspect, ...] = ("tone", "width", "dynamics"),
) -> StyleDifference:
    """The style of ``reference`` relative to ``mix`` (features in dB, by aspect).

    What either does not hold tells nothing, and what the mix does not hold is not changed.
    """
    same, other, known = {}, {}, style_statistics()
    ours, theirs = _heard(mix), _heard(reference)
    for aspect in ASPECTS:
        pair = _Pair(mix[aspect], reference[aspect], ours[aspect] & theirs[aspect], known[aspect])
        same[aspect], other[aspect] = _same_song(pair), _another_song(pair)
    odds = sum(same[aspect].log_evidence - other[aspect].log_evidence for aspect in evidence_from)
    share = float(1.0 / (1.0 + np.exp(-np.clip(odds, -50.0, 50.0))))
    change = {aspect: share * same[aspect].style + (1.0 - share) * other[aspect].style for aspect in ASPECTS}
    return StyleDifference({aspect: np.where(ours[aspect], change[aspect], 0.0) for aspect in ASPECTS}, share)


def _heard(described: ByAspect) -> dict[Aspect, Mask]:
    """Which entries tell something: not those of empty bands."""
    heard = {aspect: np.ones(len(entries), bool) for aspect, entries in described.items()}
    heard["tone"] = described["tone"] > LEAST_TONE_DB
    heard["width"] = np.asarray(np.append(heard["tone"], False).reshape(10, 3).any(axis=1))
    return heard


def _same_song(pair: _Pair) -> _Hypotheses:
    """Content differs only as sections of one song do, so it cancels but for that."""
    difference = pair.reference - pair.mix
    cases = []
    for move in _MOVE_SCALES:
        for scale in _SECTION_SCALES:
            moves = move * pair.known.moves
            total = moves + scale * pair.known.within
            cases.append((_log_density(pair, difference, total), _posterior(pair, moves, total, difference)))
    return _mixed(cases)


def _another_song(pair: _Pair) -> _Hypotheses:
    """Content of both is unknown: each is compared with what music is like on average."""
    known = pair.known
    difference = pair.reference - pair.mix
    unusual = (pair.reference - known.mean) - _MIX_MOVE * (pair.mix - known.mean)
    cases = []
    for move in _MOVE_SCALES:
        for scale in _SONG_SCALES:
            moves, song = move * known.moves, scale * known.between
            total = (1.0 + _MIX_MOVE**2) * moves + 2.0 * song
            style = _SONG_CAUTION * _posterior(pair, moves, moves + song, unusual)
            cases.append((_log_density(pair, difference, total), style))
    return _mixed(cases)


def _posterior(pair: _Pair, moves: Matrix, total: Matrix, value: Entries) -> Entries:
    """The mean of the moves, at all entries, given a sum of that covariance at those that were heard."""
    heard = pair.heard
    return np.asarray(moves[:, heard] @ np.linalg.solve(total[np.ix_(heard, heard)], value[heard]))


def _mixed(cases: list[tuple[float, Entries]]) -> _Hypotheses:
    densities = np.array([density for density, _ in cases])
    top = densities.max()
    shares = np.exp(densities - top)
    style = sum(share * style for share, (_, style) in zip(shares / shares.sum(), cases, strict=True))
    return _Hypotheses(float(top + np.log(shares.mean())), np.asarray(style))


def _log_density(pair: _Pair, value: Entries, total: Matrix) -> float:
    covariance, value = total[np.ix_(pair.heard, pair.heard)], value[pair.heard]
    _, log_determinant = np.linalg.slogdet(covariance)
    return float(-0.5 * (log_determinant + value @ np.linalg.solve(covariance, value)))
