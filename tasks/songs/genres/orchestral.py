"""Orchestral: strings, brass, woodwind, harp, timpani and choir in a hall, from a whisper to a tutti."""

import numpy as np

from tasks.songs import kits, palette, patterns, players
from tasks.songs.filters import Section
from tasks.songs.forms import Outline
from tasks.songs.harmony import DORIAN, HARMONIC_MINOR, MAJOR, MINOR, Pitch
from tasks.songs.instruments.cymbals import Cymbal
from tasks.songs.instruments.drums import Snare, Tom
from tasks.songs.score import Note, Part, Room, Score, Strip
from tasks.songs.setting import Idiom, Setting, agreed, pick

IDIOM = Idiom(
    tempo_bpm=(60.0, 150.0),
    scales=(MINOR, MAJOR, HARMONIC_MINOR, DORIAN),
    progressions=((0, 5, 2, 6), (0, 3, 4, 0), (0, 6, 5, 4), (0, 5, 3, 4), (0, 2, 5, 4), (0, 0, 3, 3)),
    outlines=(
        Outline("soft", (2, 4), (0.4, 0.65), "strings wood? harp? horn? cello?"),
        Outline("theme", (4, 8), (0.6, 0.85), "strings cello? violins wood? harp? basses horn? ostinato?"),
        Outline("march", (4,), (0.75, 0.95), "ostinato basses brass? timpani snare? strings? violins? wood?"),
        Outline(
            "tutti",
            (4, 8),
            (0.92, 1.0),
            "strings violins basses brass horn timpani crash choir? ostinato? snare? toms? bells?",
        ),
    ),
)
HELD = ((0.0, 3.95, 1.0),)
TIMPANI = ("9...............", "9.......9.......", "9.....6.9...6.66", "9...........6789")
MARCHES = ("9..69.6.9..69.66", "9.6.9.669.6.9.6.", "9...6.6.9...6666")


def compose(rng: np.random.Generator, seconds: float, sample_rate: int) -> Score:
    """A piece for orchestra of at least ``seconds``."""
    setting = agreed(rng, IDIOM, seconds, sample_rate)
    parts = (*_strings(setting), *_winds(setting), *_struck(setting))
    room = Room(setting.between(1.4, 3.6), setting.between(15, 35), setting.between(3500, 9000), 0.75, 0.2)
    return Score("orchestral", setting.clock, setting.form.beats, parts, room, tail_s=0.0, balanced=True)


def _strings(setting: Setting) -> tuple[Part, ...]:
    """Sustained chords, a tune in the violins, a cello, basses, and short strokes."""
    rng = setting.rng
    wet = setting.between(-12.0, -5.0)
    strokes = tuple((at, 0.2, accent) for at, _, accent in players.rhythm(setting, 0.8, grid=0.5))
    tune = players.tune(setting, "violins", 2, setting.between(0.25, 0.6))
    both = (*tune, *players.octaves(tune, -12)) if setting.chance(0.5) else tune
    return (
        Part(
            "strings",
            palette.string_section(rng, 0.25),
            players.chords(setting, "strings", HELD, 50, 74),
            Strip(-5.0, reverb_db=wet),
            15.0,
        ),
        Part("strings", palette.string_section(rng, 0.08), both, Strip(-1.5, pan=-0.35, reverb_db=wet), 12.0),
        Part(
            "strings",
            palette.solo_string(rng),
            players.tune(setting, "cello", 0, 0.4),
            Strip(-3.0, pan=0.3, reverb_db=wet),
            12.0,
        ),
        Part(
            "low strings",
            palette.string_section(rng, 0.1),
            players.bass(setting, "basses", players.rhythm(setting, setting.between(0.1, 0.5)), 31, 0.0),
            Strip(-3.0, kits.NO_DC, pan=0.35, reverb_db=wet - 3.0),
            12.0,
        ),
        Part(
            "strings",
            palette.string_section(rng, 0.02),
            players.chords(setting, "ostinato", strokes, 50, 67),
            Strip(-4.0, reverb_db=wet),
            8.0,
        ),
    )


def _winds(setting: Setting) -> tuple[Part, ...]:
    """Woodwind, horns, trumpets and trombones, and a choir behind them."""
    rng = setting.rng
    wet = setting.between(-11.0, -5.0)
    hits = players.rhythm(setting, setting.between(0.1, 0.4))
    return (
        Part(
            "wood",
            palette.woodwind(rng),
            players.tune(setting, "wood", 2, 0.5),
            Strip(-5.0, pan=-0.15, reverb_db=wet),
            10.0,
        ),
        Part(
            "brass",
            palette.brass(rng, 4),
            players.tune(setting, "horn", 0, 0.3),
            Strip(-3.0, pan=-0.4, reverb_db=wet),
            12.0,
        ),
        Part(
            "brass",
            palette.brass(rng, 3),
            players.chords(setting, "brass", hits, 48, 70),
            Strip(-2.0, pan=0.25, reverb_db=wet),
            12.0,
        ),
        Part(
            "choir",
            palette.choir(rng),
            players.chords(setting, "choir", HELD, 53, 77),
            Strip(-6.0, reverb_db=wet),
            15.0,
        ),
    )


def _struck(setting: Setting) -> tuple[Part, ...]:
    """Timpani, cymbals, snare, big drums, bells and a harp."""
    rng = setting.rng
    roll, march = pick(rng, TIMPANI), pick(rng, MARCHES)

    def line(part: str, pattern: str, pitch: Pitch) -> tuple[Note, ...]:
        return tuple(note for bar in setting.form.bars(part) for note in patterns.steps(pattern, bar, pitch))

    crashes = tuple(
        Note(bar.start, 2.0, 60.0, 0.95) for bar in setting.form.bars("crash") if bar.index_in_passage % 4 == 0
    )
    low = setting.key.drum_pitch() + 12
    deep = (Section("high_pass", 28.0),)
    return (
        Part(
            "percussion",
            Tom(setting.between(0.35, 0.7)),
            line("timpani", roll, low),
            Strip(-4.0, deep, pan=0.2, reverb_db=-7.0),
            6.0,
            2,
        ),
        Part(
            "percussion",
            Tom(setting.between(0.3, 0.5)),
            line("toms", pick(rng, MARCHES), low - 7),
            Strip(-5.0, deep, reverb_db=-7.0),
            6.0,
            2,
        ),
        Part(
            "percussion",
            Snare(0.08, 1.1, 0.12),
            line("snare", march, 56.0),
            Strip(-11.0, pan=-0.2, reverb_db=-6.0),
            6.0,
            3,
        ),
        Part("percussion", Cymbal(1.1, 2500.0, 0.3, 1.0, top_hz=15000.0), crashes, Strip(-8.0, reverb_db=-8.0), 6.0, 2),
        Part(
            "percussion",
            palette.mallet(rng),
            players.tune(setting, "bells", 3, 0.4),
            Strip(-10.0, pan=0.4, reverb_db=-6.0),
            8.0,
        ),
        Part(
            "harp",
            palette.harp(rng),
            players.arpeggio(setting, "harp", 50, 77, 0.2),
            Strip(-7.0, pan=-0.5, reverb_db=-8.0),
            10.0,
        ),
    )
