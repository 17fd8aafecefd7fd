"""Funk, latin and reggae: bands whose parts interlock around a bass line."""

import numpy as np

from tasks.songs import kits, palette, patterns, players
from tasks.songs.filters import Section
from tasks.songs.forms import Outline
from tasks.songs.harmony import DORIAN, HARMONIC_MINOR, MAJOR, MINOR, MIXOLYDIAN
from tasks.songs.instruments.drums import Tom
from tasks.songs.instruments.struck import Block
from tasks.songs.score import Instrument, Note, Part, Room, Score, Strip
from tasks.songs.setting import Idiom, Setting, agreed, pick

FUNK = Idiom(
    tempo_bpm=(88.0, 124.0),
    scales=(DORIAN, MIXOLYDIAN, MINOR),
    progressions=((0, 0, 0, 0), (0, 0, 3, 3), (0, 3, 0, 4), (0, 6, 3, 0), (1, 4, 0, 0), (0, 2, 3, 4)),
    outlines=(
        Outline("groove", (4, 8), (0.85, 0.97), "kick snare hat perc? shaker? bass chop keys? horns? voice?"),
        Outline("hook", (4,), (0.93, 1.0), "kick snare hat open? perc? bass chop keys horns voice backing? crash"),
        Outline("breakdown", (2, 4), (0.7, 0.9), "kick? snare hat perc? bass chop? keys?"),
        Outline("solo", (4, 8), (0.88, 1.0), "kick snare hat bass chop? keys solo shaker? horns?"),
    ),
    chord_sizes=(4, 5),
    swing=(0.0, 0.3),
)
LATIN = Idiom(
    tempo_bpm=(88.0, 128.0),
    scales=(MINOR, HARMONIC_MINOR, MAJOR, DORIAN),
    progressions=((0, 3, 4, 3), (0, 4, 4, 0), (1, 4, 0, 0), (0, 6, 5, 4), (0, 3, 4, 0)),
    outlines=(
        Outline("intro", (2, 4), (0.75, 0.9), "clave conga shaker? bass? montuno guitar?"),
        Outline("verse", (4, 8), (0.85, 0.95), "clave conga bongo? shaker bass montuno guitar? voice kick? snare?"),
        Outline(
            "montuno",
            (8,),
            (0.93, 1.0),
            "clave conga bongo bell shaker? bass montuno horns voice? backing? kick? snare? crash",
        ),
        Outline("mambo", (4,), (0.95, 1.0), "clave conga bongo? bell bass montuno? horns solo? kick snare?"),
    ),
    chord_sizes=(3, 4),
)
REGGAE = Idiom(
    tempo_bpm=(66.0, 92.0),
    scales=(MINOR, MAJOR, DORIAN, MIXOLYDIAN),
    progressions=((0, 3, 0, 3), (0, 4, 5, 3), (0, 6, 5, 6), (0, 0, 3, 3), (5, 4, 3, 4)),
    outlines=(
        Outline("verse", (4, 8), (0.85, 0.96), "kick rim hat perc? bass skank bubble? voice melodica?"),
        Outline("chorus", (4, 8), (0.9, 1.0), "kick snare hat open? bass skank bubble voice backing horns? crash"),
        Outline("dub", (2, 4), (0.75, 0.95), "kick rim hat? bass skank? perc melodica?"),
        Outline("intro", (2,), (0.7, 0.9), "hat toms snare skank? bubble? bass?"),
    ),
    chord_sizes=(3, 4),
    swing=(0.0, 0.4),
)
FUNK_BEAT = {
    "kick": ("9..7......9.....", "9.9....7..9.....", "9......9.9....7.", "9.7....7.79....."),
    "snare": ("....9..3.3..9..3", "....9..4....9.3.", "....9.......9...", "..3.9..3.4.39..3"),
    "hat": ("8686868686868686", "8.6.8.6.8.6.8.6.", "8668866886688668", "8...8...8...8..."),
    "open": ("..............8.", "......8.........", "..............8."),
    "perc": ("...5..5...5..5..", "5.35.53.5.35.53.", "....6.....6....."),
    "shaker": ("7474747474747474", "5366536653665366"),
}
LATIN_BEAT = {
    "kick": ("9..6....9..6....", "9.....7.9.....7.", "9......79......7"),
    "snare": ("...7..7....7..7.", "......6...6.....", "....7..5....7..."),
    "shaker": ("7474747474747474", "8.658.658.658.65"),
}
CLAVES = ("9..9..9...9.9...", "..9.9...9..9..9.", "9..9...9..9.9...", "9..9..9....9..9.")
BELLS = ("9.7.9.779.7.9.77", "9...9...9...9...", "9.79.79.9.79.79.")
CONGAS = ("4.64.488", "5.3.4.79", "46.34.87", "4.6.4.88")
REGGAE_BEAT = {
    "kick": ("........9.......", "9...9...9...9...", "9.......9.......", "........9.....6."),
    "snare": ("........9.......", "........9..4....", "........9.......", "........9.....5."),
    "rim": ("........9.......", "........9.....4.", "........9..4...."),
    "hat": ("8.6.8.6.8.6.8.6.", "8...8...8...8...", "8.648.648.648.64"),
    "open": ("............7...", "....6..........."),
    "perc": ("...4..5...4..5..", "......5.......5."),
}


def funk(rng: np.random.Generator, seconds: float, sample_rate: int) -> Score:
    """A funk song of at least ``seconds``."""
    setting = agreed(rng, FUNK, seconds, sample_rate)
    drums = kits.drummed(setting, kits.acoustic_kit(rng), FUNK_BEAT, {"hat": setting.between(-2, 3)}, 4.0)
    hits = players.rhythm(setting, setting.between(0.45, 0.8), grid=0.25)
    chop = tuple((at, 0.12, accent) for at, _, accent in players.rhythm(setting, setting.between(0.4, 0.7), grid=0.25))
    bass = palette.electric_bass(rng) if setting.chance(0.75) else palette.synth_bass(rng)
    parts = (
        *drums,
        Part("bass", bass, players.bass(setting, "bass", hits, 28, 0.4), Strip(-1.0, kits.NO_DC), 3.0),
        *_guitar(setting, "chop", chop),
        *_band(setting),
    )
    room = Room(setting.between(0.4, 1.5), 10.0, setting.between(4000, 9000), 0.75, 0.3)
    return Score("funk", setting.clock, setting.form.beats, parts, room, tail_s=0.0, balanced=True)


def latin(rng: np.random.Generator, seconds: float, sample_rate: int) -> Score:
    """A latin song of at least ``seconds``: son, salsa or something near them."""
    setting = agreed(rng, LATIN, seconds, sample_rate)
    drums = kits.drummed(setting, kits.acoustic_kit(rng), LATIN_BEAT, {"kick": -4.0, "shaker": 2.0, "snare": -2.0}, 4.0)
    tumbao = ((1.5, 1.3, 1.0), (3.0, 0.9, 0.95)) if setting.chance(0.6) else players.rhythm(setting, 0.5)
    bass = palette.one_of(rng, palette.upright_bass, palette.electric_bass)
    parts = (
        *drums,
        *_hand_drums(setting),
        Part("bass", bass, players.bass(setting, "bass", tumbao, 28, 0.3), Strip(-0.5, kits.NO_DC), 4.0),
        Part(
            "keys",
            palette.piano(rng),
            players.chords(setting, "montuno", players.rhythm(setting, 0.65, grid=0.5), 60, 79),
            Strip(-4.0, pan=-0.3, reverb_db=-13.0),
            5.0,
        ),
        *_guitar(setting, "guitar", players.rhythm(setting, 0.6)),
        *_band(setting),
    )
    room = Room(setting.between(0.6, 1.8), 15.0, setting.between(4000, 9000), 0.75, 0.3)
    return Score("latin", setting.clock, setting.form.beats, parts, room, tail_s=0.0, balanced=True)


def reggae(rng: np.random.Generator, seconds: float, sample_rate: int) -> Score:
    """A reggae song of at least ``seconds``."""
    setting = agreed(rng, REGGAE, seconds, sample_rate)
    kit = kits.acoustic_kit(rng) if setting.chance(0.7) else kits.electronic_kit(rng)
    drums = kits.drummed(setting, kit, REGGAE_BEAT, {"kick": 1.0, "rim": 3.0, "hat": setting.between(-2, 2)}, 5.0)
    bass = palette.electric_bass(rng) if setting.chance(0.8) else palette.synth_bass(rng)
    skank = (
        tuple((at, 0.18, 1.0) for at in (1.0, 3.0))
        if setting.chance(0.4)
        else ((0.5, 0.2, 0.9), (1.5, 0.2, 1.0), (2.5, 0.2, 0.9), (3.5, 0.2, 1.0))
    )
    bubble = tuple((0.5 * i, 0.3, 1.0 if i % 2 else 0.7) for i in range(8))
    line = players.bass(setting, "bass", players.rhythm(setting, setting.between(0.35, 0.65)), 28, 0.3)
    parts = (
        *drums,
        Part("bass", bass, line, Strip(2.0, (*kits.NO_DC, Section("low_pass", setting.between(500, 3000)))), 5.0),
        *_guitar(setting, "skank", skank),
        Part(
            "keys",
            palette.organ(rng),
            players.chords(setting, "bubble", bubble, 52, 70),
            Strip(-10.0, (Section("high_pass", 150.0),), pan=0.5, reverb_db=-16.0),
            4.0,
        ),
        Part(
            "melodica",
            palette.woodwind(rng),
            players.tune(setting, "melodica", 2, 0.4),
            Strip(-5.0, pan=-0.2, reverb_db=-10.0, echo_db=-7.0),
            8.0,
        ),
        *_band(setting),
    )
    room = Room(setting.between(0.8, 2.6), 20.0, setting.between(2500, 7000), 0.75, setting.between(0.3, 0.6))
    return Score("reggae", setting.clock, setting.form.beats, parts, room, tail_s=0.0, balanced=True)


def _guitar(setting: Setting, part: str, hits: players.Hits) -> tuple[Part, ...]:
    """A clean or nylon guitar that strikes short chords."""
    rng = setting.rng
    guitar: Instrument = palette.nylon_guitar(rng) if part == "guitar" else palette.clean_guitar(rng)
    return (
        Part(
            "guitar",
            guitar,
            players.strummed(setting, part, hits, 55, 70),
            Strip(-6.0, (Section("high_pass", setting.between(150, 350)),), pan=-0.5, reverb_db=-15.0, echo_db=-20.0),
            3.0,
        ),
    )


def _hand_drums(setting: Setting) -> tuple[Part, ...]:
    """Clave, congas open and slapped, bongos and a bell."""
    rng = setting.rng
    u = setting.between
    clave, bell = pick(rng, CLAVES), pick(rng, BELLS)
    conga = pick(rng, CONGAS) + pick(rng, CONGAS)
    bongo = pick(rng, CONGAS) + pick(rng, CONGAS)

    def line(part: str, pattern: str, pitch: float) -> tuple[Note, ...]:
        bars = setting.form.bars(part)
        return patterns.accented(tuple(n for bar in bars for n in patterns.steps(pattern, bar, pitch)), rng)

    return (
        Part(
            "percussion", Block(0.025, 1.7, 0.3, 0.0, 0.3), line("clave", clave, u(88, 98)), kits.PLACES["rim"], 3.0, 2
        ),
        Part("percussion", Tom(u(0.1, 0.2)), line("conga", conga, u(53, 60)), kits.PLACES["perc"], 5.0, 3),
        Part(
            "percussion",
            Block(u(0.04, 0.08), 1.6, 0.5, 0.2),
            line("bongo", bongo, u(64, 72)),
            kits.PLACES["perc2"],
            5.0,
            3,
        ),
        Part(
            "percussion", Block(0.09, 1.48, 0.8, 0.0, 0.3), line("bell", bell, u(76, 84)), kits.PLACES["perc2"], 3.0, 2
        ),
    )


def _band(setting: Setting) -> tuple[Part, ...]:
    """Keys, horns, a solo, the voice and those behind it."""
    rng = setting.rng
    keys = palette.one_of(rng, palette.electric_piano, palette.organ, palette.piano)
    solo = palette.one_of(rng, palette.saxophone, palette.synth_lead, palette.organ, palette.brass)
    stabs = players.rhythm(setting, setting.between(0.15, 0.4))
    return (
        Part(
            "keys",
            keys,
            players.chords(setting, "keys", players.rhythm(setting, setting.between(0.3, 0.6)), 53, 72),
            Strip(-7.0, (Section("high_pass", 120.0),), pan=0.3, reverb_db=-14.0),
            5.0,
        ),
        Part(
            "horns",
            palette.brass(rng, int(rng.integers(2, 5))),
            players.chords(setting, "horns", stabs, 58, 77),
            Strip(-5.0, pan=0.2, reverb_db=-12.0),
            8.0,
        ),
        Part("solo", solo, players.tune(setting, "solo", 2, 0.7), Strip(-3.0, pan=-0.15, reverb_db=-12.0), 8.0),
        Part(
            "voice",
            palette.singer(rng),
            players.tune(setting, "voice", 1, setting.between(0.35, 0.7)),
            Strip(
                0.0, (Section("high_pass", 110.0), Section("bell", 2800.0, 4.0, 0.6)), reverb_db=-14.0, echo_db=-16.0
            ),
            12.0,
        ),
        Part(
            "voice",
            palette.choir(rng),
            players.chords(setting, "backing", ((0.0, 1.5, 1.0), (2.0, 1.5, 0.9)), 58, 76),
            Strip(-9.0, reverb_db=-11.0),
        ),
    )
