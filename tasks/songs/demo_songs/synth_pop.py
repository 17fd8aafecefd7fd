"""Synth-pop: four chords, a pulsing bass, an arpeggio, and a tune that a voice carries."""

import numpy as np

from tasks.songs import lines, melody, patterns
from tasks.songs.arrangement import Arrangement, Passage
from tasks.songs.clock import Clock
from tasks.songs.filters import Section
from tasks.songs.harmony import MINOR, Key
from tasks.songs.instruments.cymbals import Cymbal, Riser
from tasks.songs.instruments.drums import Clap, Kick, Snare, Tom
from tasks.songs.instruments.keys import ElectricPiano
from tasks.songs.instruments.subtractive import Subtractive
from tasks.songs.instruments.voice import Voice
from tasks.songs.score import Note, Part, Room, Score, Strip
from tasks.songs.synth import Envelope

PROGRESSIONS = ((0, 5, 2, 6), (5, 6, 0, 2), (0, 2, 6, 5), (0, 3, 5, 6))
TUNE = ((0.0, 0.9), (1.0, 0.45), (1.5, 0.45), (2.0, 0.7), (2.75, 0.25), (3.0, 0.9))
ANSWER = ((0.0, 1.4), (1.5, 0.45), (2.0, 1.8))
SNARE_PITCH = 54.0
PULSE = tuple((0.5 * i, 0.4, 12 if i in (3, 7) else 0, 1.0 if i % 2 == 0 else 0.8) for i in range(8))
ARPEGGIOS = ((0, 1, 2, 3, 4, 3, 2, 1), (0, 2, 1, 3, 2, 4, 3, 1), (0, -1, 2, 3, -1, 2, 4, 1))

FORM = Arrangement(
    (
        Passage("intro", 4, 0.78, frozenset({"kick", "pad", "arp", "hat", "keys", "bass"})),
        Passage("verse", 4, 0.86, frozenset({"kick", "snare", "hat", "bass", "keys", "voice"})),
        Passage("build", 2, 0.9, frozenset({"kick", "snare", "hat", "bass", "pad", "arp", "keys", "riser"})),
        Passage(
            "chorus",
            8,
            1.0,
            frozenset(
                {
                    "kick",
                    "snare",
                    "clap",
                    "hat",
                    "open",
                    "bass",
                    "pad",
                    "arp",
                    "keys",
                    "voice",
                    "lead",
                    "crash",
                }
            ),
        ),
    )
)


def compose(rng: np.random.Generator, sample_rate: int) -> Score:
    """A synth-pop song of 18 bars, its key, chords, tune and tempo drawn from ``rng``."""
    clock = Clock(float(rng.integers(108, 117)), sample_rate)
    key = Key(int(rng.integers(45, 52)), MINOR)
    chords = lines.Progression(key, PROGRESSIONS[rng.integers(len(PROGRESSIONS))])
    parts = (*_drums(rng, key), *_harmony(rng, chords), *_tunes(rng, chords))
    return Score("synth-pop", clock, FORM.beats, parts, Room(1.7, 20.0, 4500.0, 0.75, 0.42))


def _drums(rng: np.random.Generator, key: Key) -> tuple[Part, ...]:
    """Drum machine with fills into every section."""
    beats = {"intro": "9.......7.......", "chorus": "9...9...9...9...", "default": "9.....7.9......."}
    kick = patterns.groove(FORM, "kick", beats, key.drum_pitch())
    snare = patterns.groove(
        FORM,
        "snare",
        {"build": "....9...4.5.6789", "default": "....9.......9...", "fill": "....9...5.6.7989"},
        SNARE_PITCH,
    )
    hat = patterns.groove(FORM, "hat", {"intro": "6...4...6...4...", "default": "8.5.8.5.8.5.8.63"})
    clap = patterns.groove(FORM, "clap", {"default": "....9.......9..."})
    opened = patterns.groove(FORM, "open", {"default": "..8...8...8...8."})
    toms = tuple(
        Note(bar.start + 3.0 + 0.25 * i, 0.25, pitch, 0.8 * bar.passage.level)
        for bar in FORM.bars("snare")
        if bar.last
        for i, pitch in enumerate((50, 50, 46, 41))
    )
    crash = tuple(Note(bar.start, 2.0, 60, 0.9) for bar in FORM.bars("crash") if bar.index_in_passage % 4 == 0)
    riser = tuple(Note(bar.start, 8.0, 60, 0.8) for bar in FORM.bars("riser") if bar.first)
    return (
        Part("kick", Kick(), patterns.accented(kick, rng, 0.04), Strip(-9.0), 1.0),
        Part(
            "snare",
            Snare(),
            patterns.accented(patterns.ghosted(snare, rng, 0.2), rng),
            Strip(-11.0, reverb_db=-14.0),
            takes=3,
        ),
        Part("snare", Clap(), patterns.accented(clap, rng), Strip(-13.0, reverb_db=-12.0), 6.0, 3),
        Part("snare", Tom(), patterns.accented(toms, rng), Strip(-15.0, pan=-0.3, reverb_db=-14.0)),
        Part("cymbals", Cymbal(0.035), patterns.accented(hat, rng, 0.12), Strip(-14.0, pan=0.25), 3.0, 3),
        Part("cymbals", Cymbal(0.16), patterns.accented(opened, rng), Strip(-16.0, pan=0.25), 3.0, 2),
        Part("cymbals", Cymbal(0.9, 4500.0, 0.2, 0.9), crash, Strip(-17.0, reverb_db=-16.0)),
        Part("effects", Riser(), riser, Strip(-20.0, reverb_db=-10.0)),
    )


def _harmony(rng: np.random.Generator, chords: lines.Progression) -> tuple[Part, ...]:
    """Bass, pad, electric piano and arpeggio."""
    bass = Subtractive(Envelope(0.003, 0.25, 0.5, 0.05), 260.0, 2.6, 0.11, 0.35, square=0.2, sub=0.35)
    pad = Subtractive(
        Envelope(0.25, 1.0, 0.85, 0.5),
        1300.0,
        0.8,
        1.0,
        0.1,
        voices=6,
        detune_cents=float(rng.uniform(9, 14)),
    )
    pluck = Subtractive(Envelope(0.002, 0.16, 0.0, 0.1), 700.0, 2.8, 0.07, 0.3, square=0.7)
    stabs = ((0.0, 1.3, 1.0), (1.5, 0.9, 0.8), (2.5, 1.3, 0.9))
    order = ARPEGGIOS[rng.integers(len(ARPEGGIOS))]
    return (
        Part("bass", bass, lines.bass_line(FORM, "bass", chords, PULSE, 33), Strip(-13.0, duck_db=3.0), 2.0),
        Part(
            "pad",
            pad,
            lines.comped(FORM, "pad", chords, ((0.0, 3.9, 1.0),), 52, 70),
            Strip(-25.0, (Section("high_pass", 160.0),), reverb_db=-10.0, duck_db=4.0),
        ),
        Part(
            "keys",
            ElectricPiano(),
            lines.comped(FORM, "keys", chords, stabs, 55, 72),
            Strip(
                -25.0,
                (Section("high_pass", 120.0), Section("bell", 2000.0, 3.0, 0.6)),
                width=0.9,
                reverb_db=-14.0,
                duck_db=2.0,
            ),
        ),
        Part(
            "arp",
            pluck,
            lines.arpeggio(FORM, "arp", chords, order, 60, 76),
            Strip(-18.0, (Section("high_pass", 250.0),), pan=-0.35, reverb_db=-12.0, echo_db=-8.0),
        ),
    )


def _tunes(rng: np.random.Generator, chords: lines.Progression) -> tuple[Part, ...]:
    """The voice in verse and chorus, and a lead that doubles it above in the chorus."""
    first, answer = melody.motif(rng, TUNE), melody.motif(rng, ANSWER)
    phrases = (first, answer, melody.varied(first, rng), answer)
    high = Key(chords.key.tonic + 12, chords.key.scale)
    voice: list[Note] = []
    lead: list[Note] = []
    for bar in FORM.bars("voice"):
        phrase = phrases[bar.index_in_passage % 4]
        sung = melody.sung(phrase, high, chords.degree(bar.index), bar.start, bar.passage.level)
        voice.extend(sung)
        if "lead" in bar.passage.parts:
            lead.extend(Note(n.start, n.length, n.pitch + 12, 0.8 * n.velocity) for n in sung)
    sawtooth = Subtractive(
        Envelope(0.01, 0.5, 0.7, 0.15), 2400.0, 1.0, 0.3, 0.2, voices=4, detune_cents=7.0, vibrato_cents=12.0
    )
    return (
        Part(
            "voice",
            Voice(("a", "e")),
            patterns.accented(tuple(voice), rng),
            Strip(
                -15.5,
                (Section("high_pass", 110.0), Section("bell", 2200.0, 6.0, 0.6)),
                reverb_db=-14.0,
                echo_db=-14.0,
            ),
            10.0,
        ),
        Part("lead", sawtooth, tuple(lead), Strip(-20.0, reverb_db=-12.0, echo_db=-10.0), 5.0),
    )
