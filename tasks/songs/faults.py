"""What is wrong with a mix that has not been mastered yet, laid on a score's channels."""

from dataclasses import dataclass, replace

from tasks.songs.filters import Section
from tasks.songs.score import Part, Score

LOW_STEMS = frozenset({"kick", "bass"})


@dataclass(frozen=True)
class Faults:
    """How far each fault goes: mud in 250–400 Hz, dull top, boom of the bass, and width (1 leaves it alone)."""

    mud_db: float = 0.0
    dull_db: float = 0.0
    boom_db: float = 0.0
    width: float = 1.0


def faulty(score: Score, faults: Faults) -> Score:
    """The same score, mixed by someone in a room that hides these faults."""
    return replace(score, parts=tuple(_worse(part, faults) for part in score.parts))


def _worse(part: Part, faults: Faults) -> Part:
    """One channel with its share of the faults."""
    strip = part.strip
    if part.stem in LOW_STEMS:
        extra = (Section("bell", 95.0, faults.boom_db, 0.9), Section("bell", 300.0, 0.5 * faults.mud_db, 0.9))
    else:
        extra = (Section("bell", 320.0, faults.mud_db, 0.9), Section("high_shelf", 4000.0, -faults.dull_db))
    worse = replace(strip, eq=strip.eq + extra, width=strip.width * faults.width, pan=strip.pan * faults.width)
    return replace(part, strip=worse)
