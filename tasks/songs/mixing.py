"""The mix engineer: taste laid on a score's channels before they are rendered."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from tasks.songs.faults import LOW_STEMS
from tasks.songs.filters import Section
from tasks.songs.score import Part, Score

GROUPS = {"drums": ("kick", "snare", "percussion"), "beds": ("pad", "bed", "noise", "choir", "backing", "effects")}
"""Stems that one of an engineer's faders moves together."""
GROUP_OF = {stem: group for group, stems in GROUPS.items() for stem in stems}

BRIGHTER_DB, DULLER_DB = (5.0, 3.0), (-2.5, 2.5)
"""Mean and deviation of how much brighter drums are made than the taste, and how much duller what sustains."""
WIDEST = 1.2
"""Width of a channel at most: beyond it the sides are louder than the middle."""
REVERB_OF_LOWS_DB = (-24.0, 6.0)
"""Mean and deviation of what kick and bass send to the room."""


@dataclass(frozen=True)
class Taste:
    """How one engineer mixes: levels of groups in dB, tone, reverb, picture, and how far single faders differ.

    ``bright_db`` is a shelf above ``bright_hz``, ``weight_db`` one in the bass and ``body_db`` one below 200 Hz in
    everything else; ``middle_db`` is a broad bell at ``middle_hz``; all rolls off above ``top_hz``. ``width`` scales
    what is stereo by itself and ``pan`` how far from the middle things stand; ``saturation_db`` is how hard the stems
    are driven into tape or a bus compressor's output stage, ``accents`` how far apart soft and hard notes stay.
    """

    bright_db: float
    bright_hz: float
    top_hz: float
    weight_db: float
    body_db: float
    middle_db: float
    middle_hz: float
    width: float
    pan: float
    reverb_db: float
    faders_db: Mapping[str, float]
    spread_db: float
    saturation_db: float
    accents: float


def drawn_taste(rng: np.random.Generator) -> Taste:
    """An engineer."""
    normal, even = rng.normal, rng.uniform
    return Taste(
        bright_db=float(normal(-7.0, 8.0)),
        bright_hz=float(2.0 ** even(10.5, 12.6)),
        top_hz=float(2.0 ** even(11.8, 14.7)),
        weight_db=float(normal(3.0, 7.0)),
        body_db=float(normal(2.0, 3.0)),
        middle_db=float(normal(-2.0, 4.5)),
        middle_hz=float(2.0 ** even(8.0, 11.8)),
        width=float(2.0 ** even(-2.9, 1.2)),
        pan=float(2.0 ** even(-2.0, 1.0)),
        reverb_db=float(normal(0.0, 5.0)),
        faders_db={
            "drums": float(normal(1.0, 5.0)),
            "cymbals": float(normal(-4.0, 6.0)),
            "bass": float(normal(0.5, 4.5)),
            "voice": float(normal(0.0, 3.0)),
            "beds": float(normal(-1.5, 4.0)),
        },
        spread_db=float(even(1.0, 6.0)),
        saturation_db=float(even(-14.0, 18.0)),
        accents=float(even(0.9, 4.6)),
    )


def mixed(score: Score, taste: Taste, rng: np.random.Generator) -> Score:
    """The score with its channels set by that engineer; parts without notes are left out."""
    parts = tuple(_set(part, taste, rng) for part in score.parts if part.notes)
    room = replace(score.room, low_cut_hz=float(2.0 ** rng.uniform(4.6, 8.0)))
    return replace(score, parts=parts, room=room, accents=taste.accents)


def _set(part: Part, taste: Taste, rng: np.random.Generator) -> Part:
    strip = part.strip
    fader_db = taste.faders_db.get(GROUP_OF.get(part.stem, part.stem), 0.0)
    reverb_db = float(rng.normal(*REVERB_OF_LOWS_DB)) if part.stem in LOW_STEMS else strip.reverb_db
    pan = strip.pan * taste.pan * float(rng.choice([-1.0, 1.0])) + float(rng.normal(0.0, 0.08))
    return replace(
        part,
        strip=replace(
            strip,
            gain_db=strip.gain_db + fader_db + float(rng.normal(0.0, taste.spread_db)),
            tone=(*strip.tone, *_tone(part.stem, taste, rng)),
            pan=min(1.0, max(-1.0, pan)),
            width=min(WIDEST, strip.width * taste.width),
            reverb_db=None if reverb_db is None else reverb_db + taste.reverb_db + float(rng.normal(0, 2)),
        ),
    )


def _tone(stem: str, taste: Taste, rng: np.random.Generator) -> tuple[Section, ...]:
    """A channel's equaliser: the engineer's taste, and what this one channel seemed to need."""
    bright_db = taste.bright_db + float(rng.normal(*BRIGHTER_DB if GROUP_OF.get(stem) == "drums" else DULLER_DB))
    top = Section("high_shelf", taste.bright_hz, bright_db, 0.5)
    need_hz, need_db = float(rng.uniform(300, 3000)), float(rng.normal(-1.0, 3.5))
    if stem in LOW_STEMS:
        body = Section("bell", float(rng.uniform(85.0, 180.0)), float(rng.normal(3.0, 3.0)), 0.8)
        return (top, Section("low_shelf", 60.0, taste.weight_db, 0.7), body)
    tone = (
        top,
        Section("bell", need_hz, need_db, 0.8),
        Section("bell", taste.middle_hz, taste.middle_db, 0.5),
        Section("low_shelf", 200.0, taste.body_db, 0.6),
    )
    return tone if taste.top_hz > 18000.0 else (*tone, Section("low_pass", taste.top_hz, q=0.5))
