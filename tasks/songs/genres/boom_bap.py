"""Boom-bap: dusty drums that swing, a sampled loop of keys or strings, a round bass, and someone who raps."""

import numpy as np

from tasks.songs import kits, palette, players
from tasks.songs.filters import Section
from tasks.songs.forms import Outline
from tasks.songs.harmony import DORIAN, MINOR
from tasks.songs.instruments.texture import Texture
from tasks.songs.score import Part, Room, Score, Strip
from tasks.songs.setting import Idiom, Setting, agreed

IDIOM = Idiom(
    tempo_bpm=(80.0, 100.0),
    scales=(MINOR, DORIAN),
    progressions=((0, 3, 0, 3), (0, 5, 3, 4), (1, 4, 0, 0), (0, 6, 5, 4), (0, 0, 3, 3), (3, 2, 1, 0)),
    outlines=(
        Outline("intro", (2, 4), (0.6, 0.85), "loop vinyl stab? hat?"),
        Outline("verse", (4, 8), (0.85, 0.95), "kick snare hat bass loop rap vinyl? perc? shaker?"),
        Outline("hook", (4,), (0.92, 1.0), "kick snare hat open? bass loop horn? stab? rap? vinyl? crash? choir?"),
        Outline("break", (1, 2), (0.7, 0.9), "kick snare? hat bass? vinyl stab?"),
    ),
    chord_sizes=(3, 4, 5),
    swing=(0.15, 0.55),
)
BEAT = {
    "kick": ("9......7..9.....", "9.9.......9..7..", "9..7...7..9.....", "9.....7...9....5", "9......99.9....."),
    "snare": ("....9.......9...", "....9..3.3..9...", "....9.......9..3", "....9....3..9..."),
    "hat": ("8.6.8.6.8.6.8.6.", "7.5.8.5.7.5.8.54", "8...8...8...8...", "8.648.6.8.648.6."),
    "open": ("..............7.", "......7.........", "..............6."),
    "perc": ("...4......4.....", "......5....5....", ".....5........5."),
    "shaker": ("5.3.5.3.5.3.5.3.", "4343434343434343"),
}


def compose(rng: np.random.Generator, seconds: float, sample_rate: int) -> Score:
    """A boom-bap track of at least ``seconds``."""
    setting = agreed(rng, IDIOM, seconds, sample_rate)
    kit = kits.acoustic_kit(rng) if setting.chance(0.7) else kits.electronic_kit(rng)
    drums = kits.drummed(setting, kit, BEAT, {"hat": setting.between(-2, 2), "kick": 1.0, "snare": 1.5}, 6.0)
    parts = (*drums, *_loop(setting), *_rest(setting))
    room = Room(setting.between(0.4, 1.6), 8.0, setting.between(2500, 6000), 0.75, 0.3)
    return Score("boom-bap", setting.clock, setting.form.beats, parts, room, tail_s=0.0, balanced=True)


def _loop(setting: Setting) -> tuple[Part, ...]:
    """The sample: one or two instruments through an old sampler, which dulls and narrows them."""
    rng = setting.rng
    old = (
        Section("high_pass", setting.between(60, 250)),
        Section("low_pass", 2.0 ** setting.between(11.0, 13.6), q=0.6),
    )
    kinds = (palette.electric_piano, palette.piano, palette.string_section, palette.nylon_guitar, palette.mallet)
    first, second = (kinds[i] for i in rng.choice(len(kinds), 2, replace=False))
    hits = players.rhythm(setting, setting.between(0.15, 0.5))
    return (
        Part(
            "sample",
            first(rng),
            players.chords(setting, "loop", hits, 50, 70),
            Strip(-4.0, old, width=setting.between(0.3, 1.1), reverb_db=-14.0),
            5.0,
        ),
        Part(
            "sample",
            second(rng),
            players.arpeggio(setting, "loop", 60, 76, 0.5),
            Strip(-9.0, old, pan=0.4, reverb_db=-12.0),
            6.0,
        ),
    )


def _rest(setting: Setting) -> tuple[Part, ...]:
    """Bass, rapping voice, horns, choir and the record's own noise."""
    rng = setting.rng
    bass = palette.one_of(rng, palette.electric_bass, palette.upright_bass, palette.synth_bass)
    hits = players.rhythm(setting, setting.between(0.25, 0.55))
    return (
        Part(
            "bass",
            bass,
            players.bass(setting, "bass", hits, 28, 0.3),
            Strip(-1.0, kits.NO_DC, duck_db=setting.between(0, 3)),
        ),
        Part(
            "voice",
            palette.singer(rng),
            players.tune(setting, "rap", 0, setting.between(0.7, 0.95), 0.25),
            Strip(1.0, (Section("high_pass", 100.0), Section("bell", 3000.0, 4.0, 0.6)), reverb_db=-20.0),
            12.0,
        ),
        Part(
            "horns", palette.brass(rng), players.tune(setting, "horn", 1, 0.3), Strip(-7.0, pan=-0.3, reverb_db=-12.0)
        ),
        Part(
            "horns",
            palette.saxophone(rng),
            players.chords(setting, "stab", ((0.0, 0.4, 1.0), (2.5, 0.3, 0.8)), 55, 72),
            Strip(-10.0, pan=0.3, reverb_db=-12.0),
        ),
        Part("sample", palette.choir(rng), players.chords(setting, "choir", ((0.0, 3.8, 1.0),), 55, 74), Strip(-12.0)),
        Part(
            "noise",
            Texture(setting.between(1500, 5000), 2.5, 2.0, setting.between(4, 25)),
            players.held(setting, "vinyl", 60.0),
            Strip(setting.between(-36.0, -22.0)),
        ),
    )
