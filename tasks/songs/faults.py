"""What is wrong with a mix that has not been mastered yet, laid on a score's channels."""

from dataclasses import dataclass, replace

import numpy as np

from tasks.songs.filters import Section
from tasks.songs.score import Part, Score

LOW_STEMS = frozenset({"kick", "bass"})


@dataclass(frozen=True)
class Faults:
    """How far each fault goes.

    Mud lies in 250–400 Hz, the harsh band at ``harsh_hz``, the dull top above 4 kHz, boom in the bass; ``width``
    and ``low_phase_ms`` (the bass of one side late) leave the stereo picture alone at 1 and 0; ``uneven_db`` is
    how far the level of every stem wanders.
    """

    mud_db: float = 0.0
    dull_db: float = 0.0
    boom_db: float = 0.0
    width: float = 1.0
    harsh_db: float = 0.0
    harsh_hz: float = 3200.0
    low_phase_ms: float = 0.0
    uneven_db: float = 0.0


FAULT_CHANCE = 0.3


def drawn_faults(rng: np.random.Generator) -> Faults:
    """The faults of one mix: each is there in about three of ten, and sometimes its opposite (thin, boxed, bright)."""

    def now_and_then(low: float, high: float, otherwise: float = 0.0) -> float:
        value = float(rng.uniform(low, high))
        return value if rng.random() < FAULT_CHANCE else otherwise

    return Faults(
        mud_db=now_and_then(-3.0, 5.0),
        dull_db=now_and_then(-3.5, 6.0),
        boom_db=now_and_then(-4.0, 6.0),
        width=now_and_then(0.3, 1.6, float(rng.uniform(0.8, 1.1))),
        harsh_db=now_and_then(1.5, 6.0),
        harsh_hz=float(rng.uniform(2200.0, 5200.0)),
        low_phase_ms=now_and_then(0.8, 2.5, max(0.0, float(rng.uniform(-0.3, 0.7)))),
        uneven_db=now_and_then(1.5, 4.0, float(rng.uniform(0.1, 0.6))),
    )


def faulty(score: Score, faults: Faults) -> Score:
    """The same score, mixed by someone in a room that hides these faults."""
    return replace(score, parts=tuple(_worse(part, faults) for part in score.parts))


def _worse(part: Part, faults: Faults) -> Part:
    """One channel with its share of the faults."""
    strip = part.strip
    if part.stem in LOW_STEMS:
        extra: tuple[Section, ...] = (
            Section("bell", 95.0, faults.boom_db, 0.9),
            Section("bell", 300.0, 0.5 * faults.mud_db, 0.9),
        )
    else:
        extra = (Section("bell", 320.0, faults.mud_db, 0.9), Section("high_shelf", 4000.0, -faults.dull_db))
    if faults.harsh_db:
        extra += (Section("bell", faults.harsh_hz, faults.harsh_db, 1.2),)
    pan = min(1.0, max(-1.0, strip.pan * faults.width))
    worse = replace(strip, tone=strip.tone + extra, width=strip.width * faults.width, pan=pan)
    return replace(part, strip=worse)
