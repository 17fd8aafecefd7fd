"""What of a reference is style, to be taken over, and what is content, to be left alone.

Reference minus mix is the sum of what mastering did and of what the songs are. Both are taken as Gaussian with known
covariances (``statistics.json``), the songs' at several scales and of two kinds, "another section of the same song"
and "another song". The difference itself tells which of these explain it best; the style in it is then the posterior
mean, a smooth and shrunken part of the difference. Nothing here is fitted to the case at hand.
"""

from typing import NamedTuple

import numpy as np
from jaxtyping import Float64

from metamaster.style.aspects import ASPECTS
from metamaster.style.names import Aspect
from metamaster.style.statistics import AspectStatistics, style_statistics

Entries = Float64[np.ndarray, "entries"]
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


class _Hypotheses(NamedTuple):
    """One kind of content at several scales: the log evidence of the whole kind, and the style it implies."""

    log_evidence: float
    style: Entries


def style_difference(
    mix: ByAspect,
    reference: ByAspect,
    evidence_from: tuple[Aspect, ...] = ("tone", "width", "dynamics"),
) -> StyleDifference:
    """The style of ``reference`` relative to ``mix`` (features in dB, by aspect)."""
    same, other, known = {}, {}, style_statistics()
    for aspect in ASPECTS:
        same[aspect] = _same_song(mix[aspect], reference[aspect], known[aspect])
        other[aspect] = _another_song(mix[aspect], reference[aspect], known[aspect])
    odds = sum(same[aspect].log_evidence - other[aspect].log_evidence for aspect in evidence_from)
    share = float(1.0 / (1.0 + np.exp(-np.clip(odds, -50.0, 50.0))))
    change = {aspect: share * same[aspect].style + (1.0 - share) * other[aspect].style for aspect in ASPECTS}
    return StyleDifference(change, share)


def _same_song(mix: Entries, reference: Entries, known: AspectStatistics) -> _Hypotheses:
    """Content differs only as sections of one song do, so it cancels but for that."""
    difference = reference - mix
    cases = []
    for move in _MOVE_SCALES:
        for scale in _SECTION_SCALES:
            moves, total = move * known.moves, move * known.moves + scale * known.within
            cases.append((_log_density(difference, total), moves @ np.linalg.solve(total, difference)))
    return _mixed(cases)


def _another_song(mix: Entries, reference: Entries, known: AspectStatistics) -> _Hypotheses:
    """Content of both is unknown: each is compared with what music is like on average."""
    difference = reference - mix
    cases = []
    for move in _MOVE_SCALES:
        for scale in _SONG_SCALES:
            moves, song = move * known.moves, scale * known.between
            total = (1.0 + _MIX_MOVE**2) * moves + 2.0 * song
            unusual = (reference - known.mean) - _MIX_MOVE * (mix - known.mean)
            style = _SONG_CAUTION * moves @ np.linalg.solve(moves + song, unusual)
            cases.append((_log_density(difference, total), style))
    return _mixed(cases)


def _mixed(cases: list[tuple[float, Entries]]) -> _Hypotheses:
    densities = np.array([density for density, _ in cases])
    top = densities.max()
    shares = np.exp(densities - top)
    style = sum(share * style for share, (_, style) in zip(shares / shares.sum(), cases, strict=True))
    return _Hypotheses(float(top + np.log(shares.mean())), np.asarray(style))


def _log_density(value: Entries, covariance: np.ndarray) -> float:
    _, log_determinant = np.linalg.slogdet(covariance)
    return float(-0.5 * (log_determinant + value @ np.linalg.solve(covariance, value)))
