"""The learned style of a reference relative to a mix."""

import numpy as np

from metamaster.learn.style_model.content import expected
from metamaster.learn.style_model.explain import Pairs, explain
from metamaster.learn.style_model.gate import weigh
from metamaster.learn.style_model.likeness import likenesses
from metamaster.learn.style_model.model import Piece, StyleModel, aspect_slices
from metamaster.style.target import StyleDifference


def learned_difference(model: StyleModel, mix: Piece, reference: Piece) -> StyleDifference:
    """What to change in the mix, in dB by aspect, and how probable it is that both are the same song.

    What either does not hold tells nothing, and what the mix does not hold is not changed.
    """
    prints = mix.printed[None], reference.printed[None]
    foreseen = expected(model.content, prints[0]), expected(model.content, prints[1])
    pairs = Pairs(mix.features[None], reference.features[None], *foreseen, mix.heard & reference.heard)
    found = explain(model, pairs)
    likeness = likenesses(model.content, pairs, prints)
    change, same = weigh(model.gate, found.evidence, found.change, likeness)
    kept = np.where(mix.heard, change[0], 0.0)
    return StyleDifference({aspect: kept[part] for aspect, part in aspect_slices().items()}, float(same[0, 0]))
