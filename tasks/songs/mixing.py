"""The mix engineer: taste laid on a score's channels before they are rendered."""

from dataclasses import dataclass, replace

import numpy as np

from tasks.songs.faults import LOW_STEMS
from tasks.songs.filters import Section
from tasks.songs.score import Part, Score


@dataclass(frozen=True)
class Taste:
    """How one engineer mixes: brightness and weight in dB, reverb, drums against the rest, and how far faders differ.

    Everything rolls off above ``top_hz``; ``width`` scales what is stereo by itself; ``saturation_db`` is how hard
    the stems are driven into tape or a bus compressor's output stage.
    """

    bright_db: float
    top_hz: float
    weight_db: float
    width: float
    reverb_db: float
    drums_db: float
    spread_db: float
    saturation_db: float


def drawn_taste(rng: np.random.Generator) -> Taste:
    """An engineer."""
    normal = rng.normal
    return Taste(
        bright_db=float(normal(-4.5, 5.5)),
        top_hz=float(2.0 ** rng.uniform(11.6, 14.7)),
        weight_db=float(normal(0.0, 4.0)),
        width=float(2.0 ** rng.uniform(-2.0, 0.1)),
        reverb_db=float(normal(0.0, 4.5)),
        drums_db=float(normal(0.0, 3.0)),
        spread_db=float(rng.uniform(1.0, 4.0)),
        saturation_db=float(rng.uniform(-4.0, 16.0)),
    )


def mixed(score: Score, taste: Taste, rng: np.random.Generator) -> Score:
    """The score with its channels set by that engineer; parts without notes are left out."""
    parts = tuple(_set(part, taste, rng) for part in score.parts if part.notes)
    room = replace(score.room, low_cut_hz=float(2.0 ** rng.uniform(5.5, 8.3)))
    return replace(score, parts=parts, room=room)


def _set(part: Part, taste: Taste, rng: np.random.Generator) -> Part:
    strip = part.strip
    low = part.stem in LOW_STEMS
    drum = part.stem in ("kick", "snare", "cymbals", "percussion")
    shelf = float(rng.normal(0.0, 1.5)) + taste.bright_db
    tone: tuple[Section, ...] = (Section("high_shelf", float(rng.uniform(2500, 6500)), shelf, 0.6),)
    if low:
        body = Section("bell", float(rng.uniform(85.0, 180.0)), float(rng.normal(2.5, 3.5)), 0.8)
        tone = (*tone, Section("low_shelf", 70.0, taste.weight_db, 0.7), body)
    else:
        tone = (*tone, Section("bell", float(rng.uniform(300, 3000)), float(rng.normal(0.0, 3.5)), 0.8))
        if taste.top_hz < 18000.0:
            tone = (*tone, Section("low_pass", taste.top_hz, q=0.5))
    gain = strip.gain_db + float(rng.normal(0.0, taste.spread_db)) + (taste.drums_db if drum else 0.0)
    pan = strip.pan * float(rng.uniform(0.3, 1.5)) * float(rng.choice([-1.0, 1.0])) + float(rng.normal(0.0, 0.08))
    return replace(
        part,
        strip=replace(
            strip,
            gain_db=gain,
            eq=(*strip.eq, *tone),
            pan=min(1.0, max(-1.0, pan)),
            width=strip.width * taste.width,
            reverb_db=None if strip.reverb_db is None else strip.reverb_db + taste.reverb_db + float(rng.normal(0, 2)),
        ),
    )
