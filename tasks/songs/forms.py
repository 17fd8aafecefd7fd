"""Forms that a genre's songs can take: outlines of sections, from which a seed draws an arrangement."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tasks.songs.arrangement import Arrangement, Passage

OPTIONAL_CHANCES = (0.3, 0.85)
"""How likely an optional part plays in a song: between a few players and everyone."""
SOFTEST = 0.15
MAIN_LEVEL = 0.9
"""Sections that may be played this hard are those that a song stays in; intros and breaks are short."""


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
    # Most songs are played about as hard throughout, a few go from a whisper to all they have.
    contrast = 1.3 * float(rng.random()) ** 3
    chance = float(rng.uniform(*OPTIONAL_CHANCES))
    # An excerpt may run through many sections or hardly leave one, and is likelier to begin in a long one.
    times = int(rng.choice((1, 2, 3)))
    passages = [_passage(rng, outline, contrast, chance, times) for outline in outlines]
    lengths = np.asarray([passage.bars for passage in passages])
    start = int(rng.choice(len(passages), p=lengths / lengths.sum()))
    taken: list[Passage] = []
    for passage in itertools.islice(itertools.cycle(passages), start, None):
        taken.append(passage)
        if sum(p.bars for p in taken) >= bars:
            return Arrangement(tuple(taken), beats_per_bar)
    return Arrangement(tuple(taken), beats_per_bar)


def _passage(rng: np.random.Generator, outline: Outline, contrast: float, chance: float, times: int) -> Passage:
    names = outline.parts.split()
    playing = {name.rstrip("?") for name in names if not name.endswith("?") or rng.random() < chance}
    level = max(SOFTEST, 1.0 - contrast * (1.0 - float(rng.uniform(*outline.level))))
    bars = int(rng.choice(outline.bars)) * (times if outline.level[1] >= MAIN_LEVEL else 1)
    return Passage(outline.name, bars, level, frozenset(playing))
