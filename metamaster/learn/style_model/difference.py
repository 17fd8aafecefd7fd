"""The ways to tell style from content, by name."""

from collections.abc import Callable
from functools import cache

import numpy as np

from metamaster.learn.style_model.alike import alike_change, one_song
from metamaster.learn.style_model.file import shipped_style_model
from metamaster.learn.style_model.infer import Judge
from metamaster.learn.style_model.model import Piece, aspect_slices
from metamaster.style.names import Aspect
from metamaster.style.target import ByAspect, StyleDifference, style_difference

_SHARED: tuple[Aspect, ...] = ("tone", "width")
_HARDLY = 0.01
"""Less likely to be one song than this, two pieces are not searched for what they have in common."""
_TONE_CAUTION = 0.65
"""Share of the tone that is taken from another song; chosen on validation music, as the mean of both was."""

Difference = Callable[[Piece, Piece], StyleDifference]


@cache
def shipped_judge() -> Judge:
    """The style model that comes with the package, ready to judge."""
    return Judge(shipped_style_model())


def judged(judge: Judge, mix: Piece, reference: Piece) -> StyleDifference:
    """By both judgements, and as far as both pieces are likely one song by the moments that they have in common."""
    asked = judged_by_both(judge, mix, reference)
    return _of_one_song(mix, reference, asked) if asked.same_song > _HARDLY else asked


def judged_by_both(judge: Judge, mix: Piece, reference: Piece) -> StyleDifference:
    """In tone and width the mean of both judgements, which err differently (docs/style-study.md)."""
    learned, stated = judge.difference(mix, reference), stated_difference(mix, reference)
    mean = {aspect: 0.5 * (learned.change[aspect] + stated.change[aspect]) for aspect in _SHARED}
    mean["tone"] = mean["tone"] * (learned.same_song + _TONE_CAUTION * (1.0 - learned.same_song))
    return StyleDifference(learned.change | mean, learned.same_song)


def _of_one_song(mix: Piece, reference: Piece, asked: StyleDifference) -> StyleDifference:
    alike = alike_change(mix, reference, asked.change)
    if alike is None:
        return asked
    same_song, change, parts = one_song(asked.same_song, alike.apart_db), dict(asked.change), aspect_slices()
    for aspect, found in alike.change.items():
        more = np.where(mix.heard[parts[aspect]], found - change[aspect], 0.0)
        change[aspect] = change[aspect] + same_song * more
    return StyleDifference(change, same_song)


def _learned(mix: Piece, reference: Piece) -> StyleDifference:
    return judged(shipped_judge(), mix, reference)


def stated_difference(mix: Piece, reference: Piece) -> StyleDifference:
    """By the stated covariances alone."""
    return style_difference(_by_aspect(mix), _by_aspect(reference))


def _naive(mix: Piece, reference: Piece) -> StyleDifference:
    """All of the difference, as matchers do."""
    return StyleDifference({a: (reference.features - mix.features)[part] for a, part in aspect_slices().items()}, 1.0)


def _by_aspect(piece: Piece) -> ByAspect:
    return {aspect: piece.features[part] for aspect, part in aspect_slices().items()}


STYLES: dict[str, Difference] = {"learned": _learned, "stated": stated_difference, "naive": _naive}
