"""Drum kits: sounds drawn for each drum, patterns drawn for each part, and where the drums stand in the mix."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from tasks.songs import patterns
from tasks.songs.arrangement import Bar
from tasks.songs.filters import Section
from tasks.songs.harmony import Pitch
from tasks.songs.instruments.cymbals import Cymbal, Shaker
from tasks.songs.instruments.drums import Clap, Kick, Snare, Tom
from tasks.songs.instruments.struck import Block
from tasks.songs.score import Instrument, Note, Part, Strip
from tasks.songs.setting import Setting, pick

Kit = Mapping[str, Instrument]
Beat = Mapping[str, Sequence[str]]
"""For every drum the bars that a song chooses among."""

NO_DC = (Section("high_pass", 24.0),)
STEMS = {"kick": "kick", "snare": "snare", "clap": "snare", "rim": "snare", "toms": "snare"}
PLACES = {
    "kick": Strip(0.0, NO_DC),
    "snare": Strip(-3.0, (Section("high_pass", 70.0),), reverb_db=-12.0),
    "clap": Strip(-5.0, reverb_db=-10.0),
    "rim": Strip(-8.0, (Section("high_pass", 120.0),), pan=0.1, reverb_db=-10.0),
    "toms": Strip(-6.0, (Section("high_pass", 45.0),), pan=-0.25, reverb_db=-12.0),
    "hat": Strip(-20.0, pan=0.25),
    "open": Strip(-18.0, pan=0.25, reverb_db=-18.0),
    "ride": Strip(-19.0, pan=-0.35, reverb_db=-16.0),
    "crash": Strip(-14.0, pan=-0.1, reverb_db=-14.0),
    "shaker": Strip(-22.0, pan=0.5, reverb_db=-16.0),
    "perc": Strip(-11.0, (Section("high_pass", 90.0),), pan=-0.5, reverb_db=-12.0),
    "perc2": Strip(-12.0, (Section("high_pass", 90.0),), pan=0.6, reverb_db=-12.0),
}
PITCHES: Mapping[str, Pitch] = {"snare": 54.0, "toms": 47.0, "rim": 76.0, "perc": 67.0, "perc2": 72.0}
TOM_FILLS = ("..........555678", "........8.8.6.9.", "............6789", "........666.777.", "............9.9.")


def acoustic_kit(rng: np.random.Generator) -> dict[str, Instrument]:
    """A drum set with microphones near and far."""
    top = float(rng.uniform(11000, 17000))
    u = rng.uniform
    return {
        "kick": Kick(u(0.06, 0.13), u(0.6, 1.3), u(0.01, 0.02), u(0.3, 1.2), u(1.0, 2.0), u(2200, 4500), u(0.1, 0.4)),
        "snare": Snare(u(0.07, 0.15), u(0.5, 1.1), u(0.1, 0.2), u(1800, 3800), u(8000, 14000)),
        "rim": Block(u(0.012, 0.03), u(1.4, 2.2), 0.5, 0.0, 0.6),
        "toms": Tom(u(0.18, 0.35)),
        "hat": Cymbal(u(0.025, 0.05), u(5000, 7500), u(0.1, 0.5), u(0.3, 0.9), top_hz=top),
        "open": Cymbal(u(0.15, 0.35), u(4500, 6500), u(0.1, 0.5), u(0.3, 0.9), top_hz=top),
        "ride": Cymbal(u(0.3, 0.6), u(4000, 6000), u(0.4, 0.9), u(0.4, 0.9), top_hz=top),
        "crash": Cymbal(u(0.5, 0.9), u(2500, 4500), u(0.15, 0.5), 0.9, top_hz=top),
        "shaker": Shaker(u(5000, 8500)),
        "perc": Block(u(0.03, 0.09), u(1.3, 2.7), u(0.2, 0.6), u(0.0, 0.4), u(0.2, 0.6), u(2000, 6000)),
        "perc2": Block(u(0.02, 0.07), u(1.3, 2.7), u(0.2, 0.6), u(0.0, 0.4), u(0.2, 0.6), u(2000, 6000)),
    }


def electronic_kit(rng: np.random.Generator) -> dict[str, Instrument]:
    """A drum machine or a pack of samples."""
    u = rng.uniform
    top = float(rng.uniform(11000, 18000))
    return acoustic_kit(rng) | {
        "kick": Kick(u(0.1, 0.28), u(1.4, 3.2), u(0.012, 0.04), u(0.15, 0.9), u(1.0, 4.5), u(2000, 5500), u(0.0, 0.1)),
        "snare": Snare(u(0.05, 0.13), u(0.4, 1.3), u(0.06, 0.22), u(1500, 4500), u(7000, 16000)),
        "clap": Clap(u(1100, 2300), u(0.05, 0.16)),
        "hat": Cymbal(u(0.015, 0.05), u(6000, 9000), u(0.0, 0.8), u(0.1, 0.7), top_hz=top),
        "open": Cymbal(u(0.1, 0.3), u(5500, 8000), u(0.0, 0.8), u(0.2, 0.8), top_hz=top),
    }


def drummed(
    setting: Setting, kit: Kit, beat: Beat, levels: Mapping[str, float], looseness_ms: float = 3.0
) -> tuple[Part, ...]:
    """Every drum of the beat through the form, with fills; ``levels`` in dB on top of where a drum usually stands."""
    parts = [
        _drum(setting, name, kit[name], bars, levels.get(name, 0.0), looseness_ms)
        for name, bars in beat.items()
        if name in kit
    ]
    crashes = tuple(Note(bar.start, 2.0, 60, 0.9) for bar in setting.form.bars("crash") if bar.first)
    parts.append(Part("cymbals", kit["crash"], crashes, _placed("crash", levels), looseness_ms, 2))
    if setting.chance(0.5):
        parts.append(_tom_fills(setting, kit["toms"], levels))
    return tuple(parts)


def _placed(name: str, levels: Mapping[str, float]) -> Strip:
    strip = PLACES[name]
    return replace(strip, gain_db=strip.gain_db + levels.get(name, 0.0))


def _drum(
    setting: Setting, name: str, instrument: Instrument, bars: Sequence[str], gain_db: float, looseness_ms: float
) -> Part:
    """One drum: a pattern for each kind of passage, two of them in turn, each a little changed for this song."""
    rng = setting.rng
    pitch = PITCHES.get(name, 60.0) + rng.uniform(-4.0, 4.0)
    if name == "kick":
        pitch = setting.key.drum_pitch() + float(rng.integers(-1, 9))
    names = sorted({passage.name for passage in setting.form.passages})
    busy = 0.06 if name in ("hat", "shaker", "perc", "perc2") else 0.03
    chosen = {which: [patterns.mutated(pick(rng, bars), rng, busy) for _ in range(2)] for which in names}
    fill = patterns.mutated(pick(rng, bars), rng, 0.25)

    def pattern(bar: Bar) -> str:
        return fill if bar.last and bar.passage.bars > 2 else chosen[bar.passage.name][bar.index_in_passage % 2]

    notes = tuple(note for bar in setting.form.bars(name) for note in patterns.steps(pattern(bar), bar, pitch))
    strip = PLACES[name]
    takes = 1 if name == "kick" else 3
    return Part(
        STEMS.get(name, "cymbals" if name not in ("perc", "perc2", "shaker") else "percussion"),
        instrument,
        patterns.accented(notes, rng, 0.1),
        replace(strip, gain_db=strip.gain_db + gain_db),
        looseness_ms,
        takes,
    )


def _tom_fills(setting: Setting, toms: Instrument, levels: Mapping[str, float]) -> Part:
    """Toms falling into the next passage."""
    rng = setting.rng
    notes: list[Note] = []
    for bar in setting.form.bars("snare"):
        if bar.last:
            hits = patterns.steps(pick(rng, TOM_FILLS), bar)
            heights = np.linspace(52.0, 41.0, max(2, len(hits))).round()
            notes += [Note(n.start, n.length, float(p), n.velocity) for n, p in zip(hits, heights, strict=False)]
    return Part("snare", toms, tuple(notes), _placed("toms", levels))
