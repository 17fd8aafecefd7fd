"""How alike two pieces are, whatever was done to them: what tells that they are the same song."""

import numpy as np
from jaxtyping import Float64

from metamaster.learn.style_model.content import Prints, standardised
from metamaster.learn.style_model.explain import Pairs
from metamaster.learn.style_model.model import ENTRIES, Content
from metamaster.style.fingerprint import group_bounds


def likenesses(content: Content, pairs: Pairs, prints: tuple[Prints, Prints]) -> Float64[np.ndarray, "pairs 15"]:
    """Log distances: by group of the fingerprint, in the roughness of tone and width, in what is expected."""
    apart = np.abs(standardised(content, prints[0]) - standardised(content, prints[1]))
    groups = [apart[:, begin:end].mean(axis=1) + 0.05 for begin, end in group_bounds()]
    tone, width = ENTRIES["tone"], ENTRIES["tone"] + ENTRIES["width"]
    difference = pairs.mix - pairs.reference
    rough = np.abs(np.diff(difference[:, :tone], 2, axis=1)).mean(axis=1) + 0.1
    uneven = np.abs(np.diff(difference[:, tone:width], axis=1)).mean(axis=1) + 0.1
    unlike = np.abs(pairs.expected_mix - pairs.expected_reference)[:, :tone].mean(axis=1) + 0.5
    return np.log(np.stack([*groups, rough, uneven, unlike], axis=1))
