"""Folk: strummed and picked guitars, a voice, a fiddle, and little else."""

import numpy as np

from tasks.songs import kits, palette, players
from tasks.songs.filters import Section
from tasks.songs.forms import Outline
from tasks.songs.harmony import DORIAN, MAJOR, MINOR, MIXOLYDIAN
from tasks.songs.score import Part, Room, Score, Strip
from tasks.songs.setting import Idiom, Setting, agreed

HELD = ((0.0, 3.9, 1.0),)

IDIOM = Idiom(
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


BEAT = {
    "kick": ("7.......7.......", "7...7...7...7...", "7.....5.7......."),
    "shaker": ("7.5.7.5.7.5.7.5.", "7466746674667466"),
    "perc": ("....7.......7...", "..5...5...5...5.", "....6..3....6.3."),
}


def compose(rng: np.random.Generator, seconds: float, sample_rate: int) -> Score:
    """A folk song of at least ``seconds``."""
    setting = agreed(rng, IDIOM, seconds, sample_rate)
    levels = {"kick": -5.0, "shaker": 1.0, "perc": -1.0, "crash": -6.0}
    drums = kits.drummed(setting, kits.acoustic_kit(rng), BEAT, levels, 8.0)
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
