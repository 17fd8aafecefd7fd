"""The ways to tell style from content, by name."""

from collections.abc import Callable
from functools import cache

from metamaster.learn.style_model.file import shipped_style_model
from metamaster.learn.style_model.infer import Judge
from metamaster.learn.style_model.model import Piece, aspect_slices
from metamaster.style.names import Aspect
from metamaster.style.target import ByAspect, StyleDifference, style_difference

_SHARED: tuple[Aspect, ...] = ("tone", "width")
_TONE_CAUTION = 0.65
"""Share of the tone that is taken from another song; chosen on validation music, as the mean of both was."""

Difference = Callable[[Piece, Piece], StyleDifference]


@cache
def shipped_judge() -> Judge:
    """The style model that comes with the package, ready to judge."""
    return Judge(shipped_style_model())


def judged_by_both(judge: Judge, mix: Piece, reference: Piece) -> StyleDifference:
    """In tone and width the mean of both judgements, which err differently (docs/style-study.md)."""
    learned, stated = judge.difference(mix, reference), stated_difference(mix, reference)
    mean = {aspect: 0.5 * (learned.change[aspect] + stated.change[aspect]) for aspect in _SHARED}
    mean["tone"] = mean["tone"] * (learned.same_song + _TONE_CAUTION * (1.0 - learned.same_song))
    return StyleDifference(learned.change | mean, learned.same_song)


def _learned(mix: Piece, reference: Piece) -> StyleDifference:
    return judged_by_both(shipped_judge(), mix, reference)


def stated_difference(mix: Piece, reference: Piece) -> StyleDifference:
    """By the stated covariances alone."""
    return style_difference(_by_aspect(mix), _by_aspect(reference))


def _naive(mix: Piece, reference: Piece) -> StyleDifference:
    """All of the difference, as matchers do."""
    return StyleDifference({a: (reference.features - mix.features)[part] for a, part in aspect_slices().items()}, 1.0)


def _by_aspect(piece: Piece) -> ByAspect:
    return {aspect: piece.features[part] for aspect, part in aspect_slices().items()}


STYLES: dict[str, Difference] = {"learned": _learned, "stated": stated_difference, "naive": _naive}
