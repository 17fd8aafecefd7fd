"""The form of a song: sections of bars, how loud each is played and who plays in it."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Passage:
    """A section such as a verse: its length in bars, how hard it is played (0 to 1), and the parts that play."""

    name: str
    bars: int
    level: float
    parts: frozenset[str]


@dataclass(frozen=True)
class Bar:
    """One bar of the song and where it lies in its passage."""

    index: int
    start: float
    passage: Passage
    index_in_passage: int

    @property
    def first(self) -> bool:
        """Whether the passage begins here."""
        return self.index_in_passage == 0

    @property
    def last(self) -> bool:
        """Whether the passage ends here: the place of a fill."""
        return self.index_in_passage == self.passage.bars - 1


@dataclass(frozen=True)
class Arrangement:
    """Passages in the order in which they are played."""

    passages: tuple[Passage, ...]
    beats_per_bar: int = 4

    @property
    def beats(self) -> float:
        """Length of the song in beats."""
        return float(sum(passage.bars for passage in self.passages) * self.beats_per_bar)

    def bars(self, part: str | None = None) -> Iterator[Bar]:
        """Every bar in which ``part`` plays (every bar at all without one)."""
        index = 0
        for passage in self.passages:
            for inside in range(passage.bars):
                if part is None or part in passage.parts:
                    yield Bar(index, float(index * self.beats_per_bar), passage, inside)
                index += 1
