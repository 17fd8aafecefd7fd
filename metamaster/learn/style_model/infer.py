"""The learned style of a reference relative to a mix."""

from collections.abc import Iterable

import numpy as np

from metamaster.learn.style_model.content import expected, forgetting
from metamaster.learn.style_model.explain import Explainer, Pairs
from metamaster.learn.style_model.file import StyleModelFile
from metamaster.learn.style_model.gate import weigh
from metamaster.learn.style_model.likeness import likenesses
from metamaster.learn.style_model.model import Content, Piece, StyleModel, aspect_slices
from metamaster.style.target import StyleDifference


class Judge:
    """A style model ready to judge pairs, by all songs that it knows or by some of them."""

    def __init__(self, model: StyleModel, explainer: Explainer | None = None, content: Content | None = None) -> None:
        self._model = model
        self._explainer = explainer or Explainer(model)
        self._content = content or model.content

    def forgetting(self, file: StyleModelFile, songs: Iterable[str]) -> "Judge":
        """The judge that some songs of the model's file are strange to: what learns from it must not lean on them."""
        names = tuple(dict.fromkeys(file.stretches))
        known = frozenset(names.index(song) for song in songs if song in names)
        if not known:
            return self
        numbers = np.array([names.index(song) for song in file.stretches])
        return Judge(self._model, self._explainer, forgetting(self._content, numbers, known))

    def difference(self, mix: Piece, reference: Piece) -> StyleDifference:
        """What to change in the mix, in dB by aspect, and how probable it is that both are the same song.

        What either does not hold tells nothing, and what the mix does not hold is not changed.
        """
        prints = mix.printed[None], reference.printed[None]
        foreseen = expected(self._content, prints[0]), expected(self._content, prints[1])
        pairs = Pairs(mix.features[None], reference.features[None], *foreseen, mix.heard & reference.heard)
        found = self._explainer.explain(pairs)
        likeness = likenesses(self._content, pairs, prints)
        change, same = weigh(self._model.gate, found.evidence, found.change, likeness)
        kept = np.where(mix.heard, change[0], 0.0)
        return StyleDifference({aspect: kept[part] for aspect, part in aspect_slices().items()}, float(same[0, 0]))
