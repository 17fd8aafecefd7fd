"""Folk, solo piano and ambient: few players, room around them, and dynamics of their own."""

import numpy as np

from tasks.songs import kits, palette, players
from tasks.songs.filters import Section
from tasks.songs.forms import Outline
from tasks.songs.harmony import DORIAN, LYDIAN, MAJOR, MINOR, MIXOLYDIAN
from tasks.songs.instruments.struck import Sub808
from tasks.songs.instruments.texture import Texture
from tasks.songs.score import Part, Room, Score, Strip
from tasks.songs.setting import Idiom, Setting, agreed, pick

FOLK = Idiom(
    tempo_bpm=(70.0, 132.0),
    scales=(MAJOR, DORIAN, MIXOLYDIAN, MINOR),
    progressions=((0, 3, 0, 4), (0, 4, 5, 3), (5, 3, 0, 4), (0, 6, 3, 0), (0, 0, 3, 4), (0, 2, 3, 4)),
    outlines=(
        Outline("intro", (2, 4), (0.6, 0.8), "picked strum? fiddle? flute?"),
        Outline("verse", (4, 8), (0.65, 0.85), "picked? strum bass? voice shaker? kick? accordion?"),
        Outline(
            "chorus",
            (4, 8),
            (0.85, 1.0),
            "picked? strum bass? voice harmony? fiddle? mandolin? shaker? kick? perc? piano?",
        ),
        Outline("tune", (4, 8), (0.8, 1.0), "picked? strum fiddle flute? mandolin? bass? accordion? perc? kick?"),
    ),
)
PIANO = Idiom(
    tempo_bpm=(54.0, 132.0),
    scales=(MAJOR, MINOR, LYDIAN, DORIAN),
    progressions=((0, 5, 3, 4), (5, 3, 0, 4), (0, 4, 5, 2), (0, 2, 3, 3), (0, 6, 5, 4), (3, 0, 4, 5)),
    outlines=(
        Outline("opening", (2, 4), (0.35, 0.6), "left right? "),
        Outline("theme", (4, 8), (0.5, 0.75), "left right inner?"),
        Outline("rise", (4,), (0.7, 0.9), "left low? right inner"),
        Outline("height", (4,), (0.85, 1.0), "left low right inner octave?"),
    ),
    chord_sizes=(3, 4, 5),
)
AMBIENT = Idiom(
    tempo_bpm=(46.0, 96.0),
    scales=(MAJOR, LYDIAN, DORIAN, MINOR),
    progressions=((0, 3, 0, 3), (0, 0, 5, 5), (0, 4, 3, 3), (0, 0, 0, 0), (5, 3, 0, 0)),
    outlines=(
        Outline("calm", (4, 8), (0.5, 0.75), "pad pad2? bed drone? bells? piano?"),
        Outline("swell", (4, 8), (0.7, 1.0), "pad pad2 bed? drone choir? bells? piano? strings? lead? pulse?"),
        Outline("still", (2, 4), (0.4, 0.6), "pad? bed drone piano? bells?"),
    ),
    chord_sizes=(3, 4, 5),
)
FOLK_BEAT = {
    "kick": ("7.......7.......", "7...7...7...7...", "7.....5.7......."),
    "shaker": ("7.5.7.5.7.5.7.5.", "7466746674667466"),
    "perc": ("....7.......7...", "..5...5...5...5.", "....6..3....6.3."),
}
HELD = ((0.0, 3.9, 1.0),)


def folk(rng: np.random.Generator, seconds: float, sample_rate: int) -> Score:
    """A folk song of at least ``seconds``."""
    setting = agreed(rng, FOLK, seconds, sample_rate)
    levels = {"kick": -5.0, "shaker": 1.0, "perc": -1.0, "crash": -6.0}
    drums = kits.drummed(setting, kits.acoustic_kit(rng), FOLK_BEAT, levels, 8.0)
    parts = (*drums, *_plucked(setting), *_tunes(setting))
    room = Room(setting.between(0.4, 2.0), 10.0, setting.between(3500, 9000), 0.75, 0.25)
    return Score("folk", setting.clock, setting.form.beats, parts, room, tail_s=0.0, balanced=True)


def _plucked(setting: Setting) -> tuple[Part, ...]:
    """Guitars, picked and strummed, a mandolin or harp, and the bass."""
    rng = setting.rng
    guitar = palette.one_of(rng, palette.steel_guitar, palette.steel_guitar, palette.nylon_guitar)
    hits = players.rhythm(setting, setting.between(0.45, 0.85))
    width = setting.between(0.2, 0.9)
    return (
        Part(
            "guitar",
            guitar,
            players.arpeggio(setting, "picked", 52, 69, 0.25),
            Strip(-4.0, pan=-width, reverb_db=-15.0),
            7.0,
        ),
        Part(
            "guitar",
            palette.steel_guitar(rng),
            players.strummed(setting, "strum", hits, 48, 64),
            Strip(-4.0, (Section("high_pass", 80.0),), pan=width, reverb_db=-16.0),
            6.0,
        ),
        Part(
            "mandolin",
            palette.harp(rng) if setting.chance(0.4) else palette.steel_guitar(rng),
            players.arpeggio(setting, "mandolin", 67, 84, 0.3),
            Strip(-9.0, (Section("high_pass", 200.0),), pan=0.5, reverb_db=-13.0),
            7.0,
        ),
        Part(
            "bass",
            palette.one_of(rng, palette.upright_bass, palette.electric_bass),
            players.bass(setting, "bass", players.rhythm(setting, 0.25), 28, 0.3),
            Strip(-3.0, kits.NO_DC),
            6.0,
        ),
    )


def _tunes(setting: Setting) -> tuple[Part, ...]:
    """Voices, fiddle, flute, accordion and piano."""
    rng = setting.rng
    return (
        Part(
            "voice",
            palette.singer(rng),
            players.tune(setting, "voice", 1, setting.between(0.4, 0.7)),
            Strip(1.5, (Section("high_pass", 100.0), Section("bell", 2600.0, 3.0, 0.6)), reverb_db=-14.0),
            14.0,
        ),
        Part(
            "voice",
            palette.choir(rng),
            players.chords(setting, "harmony", ((0.0, 1.9, 1.0), (2.0, 1.9, 0.9)), 57, 74),
            Strip(-8.0, reverb_db=-12.0),
        ),
        Part(
            "fiddle",
            palette.solo_string(rng),
            players.tune(setting, "fiddle", 2, setting.between(0.4, 0.9)),
            Strip(-3.0, pan=0.35, reverb_db=-12.0),
            9.0,
        ),
        Part(
            "fiddle",
            palette.woodwind(rng),
            players.tune(setting, "flute", 2, 0.6),
            Strip(-4.0, pan=-0.3, reverb_db=-12.0),
        ),
        Part(
            "keys",
            palette.organ(rng),
            players.chords(setting, "accordion", HELD, 55, 72),
            Strip(-10.0, pan=0.3, reverb_db=-13.0),
        ),
        Part(
            "keys",
            palette.piano(rng),
            players.chords(setting, "piano", ((0.0, 1.9, 1.0), (2.0, 1.9, 0.8)), 52, 70),
            Strip(-7.0),
        ),
    )


def piano(rng: np.random.Generator, seconds: float, sample_rate: int) -> Score:
    """A piece for piano alone of at least ``seconds``."""
    setting = agreed(rng, PIANO, seconds, sample_rate)
    instrument = palette.piano(rng)
    hits = players.rhythm(setting, setting.between(0.15, 0.5))
    left = (
        players.arpeggio(setting, "left", 43, 62, setting.between(0.0, 0.3))
        if setting.chance(0.6)
        else players.chords(setting, "left", hits, 43, 60)
    )
    tune = players.tune(setting, "right", 2, setting.between(0.35, 0.8))
    width = setting.between(0.5, 1.7)
    lines = (
        ("left hand", left, -5.0),
        ("left hand", players.bass(setting, "low", ((0.0, 3.8, 1.0),), 31, 0.0), -3.0),
        ("right hand", tune, -1.0),
        ("right hand", players.octaves(players.tune(setting, "octave", 2, 0.4), 12), -4.0),
        ("right hand", players.arpeggio(setting, "inner", 57, 74, 0.5), -7.0),
    )
    parts = tuple(
        Part(stem, instrument, notes, Strip(level, width=width, reverb_db=setting.between(-18, -8)), 9.0)
        for stem, notes, level in lines
    )
    noise = Part(
        "room", Texture(1500.0, 3.0, 1.0), players.held(setting, "left", 60.0), Strip(setting.between(-42, -30))
    )
    room = Room(setting.between(0.8, 3.5), 20.0, setting.between(2500, 8000), 0.75, 0.25)
    return Score("piano", setting.clock, setting.form.beats, (*parts, noise), room, tail_s=0.0, balanced=True)


def ambient(rng: np.random.Generator, seconds: float, sample_rate: int) -> Score:
    """An ambient piece of at least ``seconds``."""
    setting = agreed(rng, AMBIENT, seconds, sample_rate)
    parts = (*_beds(setting), *_lights(setting))
    room = Room(setting.between(2.5, 6.0), 30.0, setting.between(2500, 8000), 1.0, setting.between(0.4, 0.65))
    return Score("ambient", setting.clock, setting.form.beats, parts, room, tail_s=0.0, balanced=True)


def _beds(setting: Setting) -> tuple[Part, ...]:
    """What lasts: pads, a drone, noise like rain or wind."""
    rng = setting.rng
    slow = pick(rng, (palette.pad, palette.string_section, palette.choir))
    low = Sub808(20.0, setting.between(3.0, 16.0), 0.0) if setting.chance(0.4) else palette.pad(rng)
    return (
        Part(
            "pad",
            palette.pad(rng),
            players.chords(setting, "pad", HELD, 43, 67),
            Strip(-2.0, width=1.1, reverb_db=-6.0),
        ),
        Part("pad", slow(rng), players.chords(setting, "pad2", HELD, 60, 84), Strip(-7.0, width=1.3, reverb_db=-5.0)),
        Part("pad", palette.choir(rng), players.chords(setting, "choir", HELD, 57, 76), Strip(-8.0, reverb_db=-5.0)),
        Part(
            "pad",
            palette.string_section(rng, 0.4),
            players.chords(setting, "strings", HELD, 55, 79),
            Strip(-7.0, reverb_db=-6.0),
        ),
        Part("bass", low, players.bass(setting, "drone", ((0.0, 3.95, 1.0),), 29, 0.0), Strip(-5.0, kits.NO_DC), 0.0),
        Part(
            "bed",
            Texture(2.0 ** setting.between(9.0, 13.0), setting.between(0.8, 3.0), setting.between(2, 8)),
            players.held(setting, "bed", 60.0),
            Strip(setting.between(-20.0, -9.0)),
        ),
    )


def _lights(setting: Setting) -> tuple[Part, ...]:
    """What happens now and then: bells, a piano far away, a lead, a pulse."""
    rng = setting.rng
    return (
        Part(
            "bells",
            palette.one_of(rng, palette.mallet, palette.harp, palette.synth_pluck),
            players.arpeggio(setting, "bells", 64, 86, 0.7),
            Strip(-7.0, pan=0.4, reverb_db=-4.0, echo_db=-6.0),
            20.0,
        ),
        Part(
            "piano",
            palette.piano(rng),
            players.tune(setting, "piano", 2, 0.3),
            Strip(-5.0, reverb_db=-5.0, echo_db=-9.0),
            15.0,
        ),
        Part(
            "lead",
            palette.synth_lead(rng),
            players.tune(setting, "lead", 2, 0.2),
            Strip(-7.0, reverb_db=-4.0, echo_db=-8.0),
        ),
        Part(
            "pulse", palette.synth_bass(rng), players.arpeggio(setting, "pulse", 40, 57, 0.3), Strip(-8.0, echo_db=-9.0)
        ),
    )
