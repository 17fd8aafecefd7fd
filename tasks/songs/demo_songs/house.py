"""House: four on the floor, off-beat bass, piano stabs, a break, and the drop."""

import numpy as np

from tasks.songs import lines, patterns
from tasks.songs.arrangement import Arrangement, Passage
from tasks.songs.clock import Clock
from tasks.songs.filters import Section
from tasks.songs.harmony import DORIAN, Key
from tasks.songs.instruments.cymbals import Cymbal, Riser, Shaker
from tasks.songs.instruments.drums import Clap, Kick, Snare
from tasks.songs.instruments.keys import Piano
from tasks.songs.instruments.subtractive import Subtractive
from tasks.songs.instruments.voice import Voice
from tasks.songs.score import Note, Part, Room, Score, Strip
from tasks.songs.synth import Envelope

PROGRESSIONS = ((0, 3, 0, 4), (0, 6, 3, 3), (5, 6, 0, 0), (0, 2, 3, 6))
STABS = (
    ((0.0, 0.4, 1.0), (0.75, 0.4, 0.8), (1.5, 0.4, 0.9), (2.5, 0.4, 1.0), (3.25, 0.4, 0.75)),
    ((0.5, 0.4, 0.9), (1.25, 0.3, 0.8), (2.0, 0.4, 1.0), (2.75, 0.4, 0.85), (3.5, 0.4, 0.9)),
)
OFFBEAT = (
    (0.5, 0.4, 0, 1.0),
    (1.5, 0.4, 0, 0.95),
    (2.25, 0.2, 12, 0.7),
    (2.5, 0.4, 0, 1.0),
    (3.5, 0.4, 7, 0.9),
)
CHOPS = ((0.0, 0.2), (0.75, 0.2), (1.5, 0.45), (2.25, 0.2), (3.0, 0.2), (3.5, 0.3))

FULL = frozenset({"kick", "clap", "hat", "open", "shaker", "bass", "piano", "pad", "choir", "chops", "pluck", "crash"})
FORM = Arrangement(
    (
        Passage("intro", 4, 0.85, frozenset({"kick", "hat", "open", "shaker", "bass", "pluck"})),
        Passage("groove", 4, 0.92, FULL - {"choir", "crash", "chops"}),
        Passage("break", 4, 0.8, frozenset({"pad", "piano", "choir", "roll", "riser", "pluck"})),
        Passage("drop", 8, 1.0, FULL),
    )
)


def compose(rng: np.random.Generator, sample_rate: int) -> Score:
    """A house track of 20 bars, its key, chords, figures and tempo drawn from ``rng``."""
    clock = Clock(float(rng.integers(122, 127)), sample_rate, swing=float(rng.uniform(0.08, 0.2)))
    key = Key(int(rng.integers(48, 56)), DORIAN)
    chords = lines.Progression(key, PROGRESSIONS[rng.integers(len(PROGRESSIONS))], size=4)
    parts = (*_drums(rng, key), *_harmony(rng, chords), *_hooks(rng, chords))
    return Score("house", clock, FORM.beats, parts, Room(2.1, 15.0, 7000.0, 0.75, 0.4))


def _drums(rng: np.random.Generator, key: Key) -> tuple[Part, ...]:
    """Kick on every beat, hats between, claps, a roll into the drop."""
    kick = patterns.groove(FORM, "kick", {"default": "9...9...9...9...", "fill": "9...9...9......."}, key.drum_pitch())
    clap = patterns.groove(FORM, "clap", {"default": "....9.......9...", "fill": "....9.......9.69"})
    hat = patterns.groove(FORM, "hat", {"default": "5.7.5.7.5.7.5.76"})
    opened = patterns.groove(FORM, "open", {"default": "..9...9...9...9."})
    shaker = patterns.groove(FORM, "shaker", {"default": "7487748774877487"})
    roll = tuple(
        Note(bar.start + step, 0.25, 57, 0.25 + 0.6 * (step + 4 * (bar.index_in_passage - 2)) / 8.0)
        for bar in FORM.bars("roll")
        if bar.index_in_passage >= 2
        for step in np.arange(0.0, 4.0, 0.5 if bar.index_in_passage == 2 else 0.25).tolist()
    )
    riser = tuple(Note(bar.start, 8.0, 60, 1.0) for bar in FORM.bars("riser") if bar.index_in_passage == 2)
    crash = tuple(Note(bar.start, 2.0, 60, 1.0) for bar in FORM.bars("crash") if bar.index_in_passage % 4 == 0)
    return (
        Part("kick", Kick(0.15, 2.6, 0.02, 0.5, 2.2), kick, Strip(-8.0), 0.0),
        Part("claps", Clap(), patterns.accented(clap, rng), Strip(-12.0, reverb_db=-12.0), 3.0, 3),
        Part("claps", Snare(), roll, Strip(-16.0, reverb_db=-10.0), 2.0, 3),
        Part("cymbals", Cymbal(0.03, 6500.0), patterns.accented(hat, rng, 0.12), Strip(-21.0, pan=-0.2), 2.0, 3),
        Part("cymbals", Cymbal(0.11, 6000.0), patterns.accented(opened, rng), Strip(-18.0, pan=0.15), 2.0, 2),
        Part("cymbals", Shaker(), patterns.accented(shaker, rng, 0.15), Strip(-24.0, pan=0.5), 4.0, 3),
        Part("cymbals", Cymbal(1.1, 4500.0, 0.2, 0.9), crash, Strip(-16.0, reverb_db=-14.0)),
        Part("effects", Riser(), riser, Strip(-18.0, reverb_db=-8.0)),
    )


def _harmony(rng: np.random.Generator, chords: lines.Progression) -> tuple[Part, ...]:
    """Bass, piano, pad and choir."""
    bass = Subtractive(Envelope(0.002, 0.2, 0.6, 0.04), 320.0, 2.2, 0.09, 0.45, square=0.6, sub=0.5)
    pad = Subtractive(
        Envelope(0.3, 1.0, 0.9, 0.6), 2200.0, 0.8, 1.2, 0.1, voices=6, detune_cents=float(rng.uniform(11, 17))
    )
    stabs = STABS[rng.integers(len(STABS))]
    held = ((0.0, 3.9, 1.0),)
    clear = (Section("high_pass", 200.0),)
    return (
        Part("bass", bass, lines.bass_line(FORM, "bass", chords, OFFBEAT, 31), Strip(-11.0, duck_db=6.0), 1.0),
        Part(
            "piano",
            Piano(),
            lines.comped(FORM, "piano", chords, stabs, 55, 76),
            Strip(-20.0, clear, width=1.2, reverb_db=-14.0, duck_db=3.0),
        ),
        Part(
            "pad",
            pad,
            lines.comped(FORM, "pad", chords, held, 55, 76),
            Strip(-26.0, clear, width=1.2, reverb_db=-10.0, duck_db=7.0),
        ),
        Part(
            "choir",
            Voice(("o", "a"), 1.0, singers=4, seed=5),
            lines.comped(FORM, "choir", chords, held, 60, 79),
            Strip(-26.0, clear, reverb_db=-8.0, duck_db=5.0),
        ),
    )


def _hooks(rng: np.random.Generator, chords: lines.Progression) -> tuple[Part, ...]:
    """Vocal chops on one or two notes of the chord, and a pluck that answers them."""
    voicings = chords.voicings(62, 78)
    picks = rng.integers(0, chords.size, len(CHOPS)).tolist()
    chops = tuple(
        Note(bar.start + at, length, voicings[bar.index % len(voicings)][pick], bar.passage.level)
        for bar in FORM.bars("chops")
        for (at, length), pick in zip(CHOPS, picks, strict=True)
    )
    order = [int(rng.choice([-1, 0, 1, 2, 3, 4, 5])) for _ in range(8)]
    pluck = Subtractive(Envelope(0.002, 0.2, 0.0, 0.1), 900.0, 3.2, 0.06, 0.3, voices=2, detune_cents=10.0)
    clear = (Section("high_pass", 300.0),)
    return (
        Part(
            "voice",
            Voice(("e", "a"), 0.12, vibrato_cents=10.0, seed=9),
            patterns.accented(chops, rng),
            Strip(
                -14.0,
                (Section("high_pass", 130.0), Section("bell", 3200.0, 4.0, 0.6)),
                reverb_db=-10.0,
                echo_db=-8.0,
            ),
        ),
        Part(
            "pluck",
            pluck,
            lines.arpeggio(FORM, "pluck", chords, order, 67, 79),
            Strip(-21.0, clear, pan=0.2, reverb_db=-10.0, echo_db=-9.0, duck_db=3.0),
        ),
    )
