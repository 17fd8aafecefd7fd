"""What the predictor adds to: the change that is asked for before it has said anything."""

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from metamaster.learn.names import Base
from metamaster.learn.style_model.difference import judged, shipped_judge, stated_difference
from metamaster.learn.style_model.file import shipped_style_file
from metamaster.learn.style_model.infer import Judge
from metamaster.learn.style_model.model import Piece, aspect_slices
from metamaster.style.target import StyleDifference

Songs = frozenset[str]
"""Names of the songs that a judgement must not have been learned from."""


def base_change(base: Base, mix: Piece, reference: Piece, strange: Songs = frozenset()) -> StyleDifference:
    """The change in dB by the base of that name, as if the ``strange`` songs had never been learned from."""
    return _BASES[base](mix, reference, strange)


def _nothing(mix: Piece, _: Piece, __: Songs) -> StyleDifference:
    return StyleDifference({aspect: np.zeros_like(mix.features[part]) for aspect, part in aspect_slices().items()}, 0.5)


def _stated(mix: Piece, reference: Piece, _: Songs) -> StyleDifference:
    return stated_difference(mix, reference)


def _learned(mix: Piece, reference: Piece, strange: Songs) -> StyleDifference:
    return judged(_judge(strange), mix, reference)


@lru_cache(maxsize=4096)
def _judge(strange: Songs) -> Judge:
    return shipped_judge().forgetting(shipped_style_file(), strange) if strange else shipped_judge()


_BASES: dict[Base, Callable[[Piece, Piece, Songs], StyleDifference]] = {
    "nothing": _nothing,
    "style-difference": _stated,
    "learned": _learned,
}
