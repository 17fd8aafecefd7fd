"""Rock and metal: drums in a room, an electric bass, guitars left and right through amplifiers, and a singer."""

import numpy as np

from tasks.songs import kits, palette, players
from tasks.songs.filters import Section
from tasks.songs.forms import Outline
from tasks.songs.harmony import HARMONIC_MINOR, MAJOR, MINOR, MIXOLYDIAN, PHRYGIAN
from tasks.songs.instruments.strings import Amplified, Plucked
from tasks.songs.instruments.winds import Blown
from tasks.songs.score import Note, Part, Room, Score, Strip
from tasks.songs.setting import Idiom, Setting, agreed

ROCK = Idiom(
    tempo_bpm=(84.0, 158.0),
    scales=(MAJOR, MIXOLYDIAN, MINOR),
    progressions=((0, 3, 4, 3), (0, 6, 3, 0), (0, 4, 5, 3), (0, 5, 3, 4), (0, 0, 3, 4), (5, 3, 0, 4)),
    outlines=(
        Outline("intro", (2, 4), (0.7, 0.95), "guitar? clean? hat? kick? bass?"),
        Outline("verse", (4, 8), (0.75, 0.92), "kick snare hat bass clean? guitar? voice organ?"),
        Outline("chorus", (4, 8), (0.94, 1.0), "kick snare ride hat? bass guitar voice backing? organ? crash lead?"),
        Outline("solo", (4, 8), (0.9, 1.0), "kick snare ride? hat bass guitar lead crash"),
        Outline("down", (2, 4), (0.55, 0.75), "clean bass? voice? organ? rim?"),
    ),
)
METAL = Idiom(
    tempo_bpm=(95.0, 205.0),
    scales=(MINOR, PHRYGIAN, HARMONIC_MINOR),
    progressions=((0, 0, 5, 6), (0, 1, 0, 5), (0, 5, 6, 4), (0, 0, 1, 0), (0, 3, 1, 0)),
    outlines=(
        Outline("riff", (4, 8), (0.92, 1.0), "kick snare hat bass chug crash guitar? growl?"),
        Outline("verse", (4, 8), (0.88, 0.97), "kick snare hat ride? bass chug growl? voice?"),
        Outline("chorus", (4, 8), (0.95, 1.0), "kick snare ride bass guitar lead? voice? growl? crash strings?"),
        Outline("quiet", (2, 4), (0.5, 0.7), "clean strings? bass? ride? voice?"),
    ),
)
ROCK_BEAT = {
    "kick": ("9.......9.9.....", "9..7....9.......", "9.....7.9.......", "9...9...9...9...", "9.9.....9..7...."),
    "snare": ("....9.......9...", "....9..3....9...", "....9.......9.3.", "........9......."),
    "hat": ("9.7.9.7.9.7.9.7.", "9...8...9...8...", "9.6.9.6.9.6.9.66"),
    "ride": ("9.6.9.6.9.6.9.6.", "9...7...9...7..."),
    "rim": ("....8.......8...",),
}
METAL_BEAT = {
    "kick": ("9.9.9.9.9.9.9.9.", "9999999999999999", "9..99..99..99.9.", "9...9.9.9...9.99", "9.99..9.9.99..9."),
    "snare": ("....9.......9...", "........9.......", "..9...9...9...9.", "....9.......9..6"),
    "hat": ("9...9...9...9...", "9.7.9.7.9.7.9.7."),
    "ride": ("9...9...9...9...", "9.8.9.8.9.8.9.8."),
}


def rock(rng: np.random.Generator, seconds: float, sample_rate: int) -> Score:
    """A rock song of at least ``seconds``."""
    setting = agreed(rng, ROCK, seconds, sample_rate)
    drums = kits.drummed(setting, kits.acoustic_kit(rng), ROCK_BEAT, {"snare": 2.0, "ride": 1.0, "crash": 2.0}, 5.0)
    hits = players.rhythm(setting, setting.between(0.3, 0.9))
    guitar = palette.driven_guitar(rng, 12.0, 32.0)
    parts = (*drums, *_bottom(setting, hits), *_wall(setting, guitar, hits), *_front(setting))
    room = Room(setting.between(0.5, 2.0), 10.0, setting.between(3500, 8000), 0.75, 0.3)
    return Score("rock", setting.clock, setting.form.beats, parts, room, tail_s=0.0, balanced=True)


def metal(rng: np.random.Generator, seconds: float, sample_rate: int) -> Score:
    """A metal song of at least ``seconds``."""
    setting = agreed(rng, METAL, seconds, sample_rate)
    drums = kits.drummed(setting, kits.acoustic_kit(rng), METAL_BEAT, {"snare": 2.5, "kick": 0.5, "crash": 1.5}, 2.5)
    hits = players.rhythm(setting, setting.between(0.3, 0.7))
    guitar = palette.driven_guitar(rng, 30.0, 46.0)
    parts = (
        *drums,
        *_bottom(setting, hits),
        *_wall(setting, guitar, hits),
        *_chug(setting, guitar),
        *_front(setting),
    )
    room = Room(setting.between(0.5, 1.8), 8.0, setting.between(4000, 9000), 0.75, 0.3)
    return Score("metal", setting.clock, setting.form.beats, parts, room, tail_s=0.0, balanced=True)


def _bottom(setting: Setting, hits: players.Hits) -> tuple[Part, ...]:
    """An electric bass, driven a little in some songs, that follows the guitars."""
    bass = palette.electric_bass(setting.rng)
    amplified = Amplified(bass, (0,), setting.between(0, 14), 4000.0, 2.0, 0.0, doubled=False)
    return (
        Part(
            "bass",
            bass if setting.chance(0.4) else amplified,
            players.bass(setting, "bass", hits, 28, 0.15),
            Strip(-2.0, (*kits.NO_DC, Section("low_shelf", 110.0, 5.0))),
            4.0,
        ),
    )


def _wall(setting: Setting, guitar: Amplified, hits: players.Hits) -> tuple[Part, ...]:
    """Power chords left and right, and a clean guitar for the quiet parts."""
    rng = setting.rng
    roots = tuple(
        Note(note.start, note.length, note.pitch + 12, note.velocity)
        for note in players.bass(setting, "guitar", hits, 28, 0.0)
    )
    return (
        Part("guitars", guitar, roots, Strip(-2.5, width=setting.between(0.7, 1.15), reverb_db=-22.0), 6.0, 2),
        Part(
            "guitars",
            palette.clean_guitar(rng),
            players.arpeggio(setting, "clean", 52, 68, 0.2),
            Strip(-6.0, pan=0.5, reverb_db=-12.0, echo_db=-16.0),
            6.0,
        ),
    )


def _chug(setting: Setting, guitar: Amplified) -> tuple[Part, ...]:
    """Palm-muted sixteenths and eighths on the low string."""
    muted = Plucked(0.16, guitar.string.place, 2600.0, 700.0, release_s=0.03)
    grid = 0.25 if setting.clock.tempo_bpm < 150 else 0.5
    hits = tuple((at, min(length, grid), accent) for at, length, accent in players.rhythm(setting, 0.75, grid=grid))
    roots = players.bass(setting, "chug", hits, 28, 0.1)
    amplified = Amplified(muted, (0, 7), guitar.drive_db, guitar.cabinet_hz, guitar.presence_db, guitar.scoop_db)
    notes = tuple(Note(n.start, n.length, n.pitch + 12, n.velocity) for n in roots)
    return (Part("guitars", amplified, notes, Strip(-1.5, width=setting.between(0.7, 1.1)), 4.0, 2),)


def _front(setting: Setting) -> tuple[Part, ...]:
    """Singers, a solo guitar, organ, strings and a growl."""
    rng = setting.rng
    string = Plucked(1.8, 0.12, 4500.0, 2500.0)
    solo = Amplified(string, (0,), setting.between(18, 34), setting.between(3800, 6000), 4.0, 0.0, doubled=False)
    growl = Blown(0.02, setting.between(1200, 2600), 1.0, setting.between(0.4, 1.2), 30.0, setting.between(600, 1100))
    fast = 0.25 if setting.chance(0.5) else 0.5
    held = ((0.0, 3.9, 1.0),)
    return (
        Part(
            "voice",
            palette.singer(rng),
            players.tune(setting, "voice", 1, setting.between(0.4, 0.7)),
            Strip(
                0.0, (Section("high_pass", 120.0), Section("bell", 3000.0, 4.0, 0.6)), reverb_db=-14.0, echo_db=-18.0
            ),
            12.0,
        ),
        Part(
            "voice",
            growl,
            players.tune(setting, "growl", -1, 0.6),
            Strip(-1.0, (Section("high_pass", 120.0),), reverb_db=-16.0),
            10.0,
        ),
        Part(
            "voice", palette.choir(rng), players.chords(setting, "backing", held, 57, 76), Strip(-11.0, reverb_db=-10.0)
        ),
        Part(
            "guitars",
            solo,
            players.tune(setting, "lead", 2, setting.between(0.5, 0.9), fast),
            Strip(-2.0, pan=0.15, reverb_db=-11.0, echo_db=-11.0),
            6.0,
        ),
        Part("keys", palette.organ(rng), players.chords(setting, "organ", held, 52, 70), Strip(-11.0, reverb_db=-14.0)),
        Part(
            "keys",
            palette.one_of(rng, palette.string_section, palette.choir),
            players.chords(setting, "strings", held, 55, 76),
            Strip(-9.0, reverb_db=-10.0),
        ),
    )
