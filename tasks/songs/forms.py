"""Forms that a genre's songs can take: outlines of sections, from which a seed draws an arrangement."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tasks.songs.arrangement import Arrangement, Passage

OPTIONAL_CHANCE = 0.6


@dataclass(frozen=True)
class Outline:
    """A kind of section: how many bars it may last, how hard it is played, and who plays.

    ``parts`` are names with spaces between; one that ends in ``?`` plays in some songs and not in others.
    """

    name: str
    bars: tuple[int, ...]
    level: tuple[float, float]
    parts: str


def drawn(rng: np.random.Generator, outlines: Sequence[Outline], bars: int, beats_per_bar: int = 4) -> Arrangement:
    """At least ``bars`` bars cut out of a song: it may begin in any of the sections, and goes round until it is full.

    What an optional part does is settled once a song for each section, as a band would.
    """
    contrast = float(rng.uniform(0.25, 1.0))
    passages = [_passage(rng, outline, contrast) for outline in outlines]
    start = int(rng.integers(len(passages)))
    taken: list[Passage] = []
    for passage in itertools.islice(itertools.cycle(passages), start, None):
        taken.append(passage)
        if sum(p.bars for p in taken) >= bars:
            return Arrangement(tuple(taken), beats_per_bar)
    return Arrangement(tuple(taken), beats_per_bar)


def _passage(rng: np.random.Generator, outline: Outline, contrast: float) -> Passage:
    names = outline.parts.split()
    playing = {name.rstrip("?") for name in names if not name.endswith("?") or rng.random() < OPTIONAL_CHANCE}
    level = 1.0 - contrast * (1.0 - float(rng.uniform(*outline.level)))
    return Passage(outline.name, int(rng.choice(outline.bars)), level, frozenset(playing))
