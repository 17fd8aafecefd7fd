"""Latin: clave, congas and a piano that repeats its montuno over a bass that comes early."""

import numpy as np

from tasks.songs import kits, palette, patterns, players
from tasks.songs.forms import Outline
from tasks.songs.genres import band
from tasks.songs.harmony import DORIAN, HARMONIC_MINOR, MAJOR, MINOR
from tasks.songs.instruments.drums import Tom
from tasks.songs.instruments.struck import Block
from tasks.songs.score import Note, Part, Room, Score, Strip
from tasks.songs.setting import Idiom, Setting, agreed, pick

IDIOM = Idiom(
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


BEAT = {
    "kick": ("9..6....9..6....", "9.....7.9.....7.", "9......79......7"),
    "snare": ("...7..7....7..7.", "......6...6.....", "....7..5....7..."),
    "shaker": ("7474747474747474", "8.658.658.658.65"),
}


CLAVES = ("9..9..9...9.9...", "..9.9...9..9..9.", "9..9...9..9.9...", "9..9..9....9..9.")


BELLS = ("9.7.9.779.7.9.77", "9...9...9...9...", "9.79.79.9.79.79.")


CONGAS = ("4.64.488", "5.3.4.79", "46.34.87", "4.6.4.88")


def compose(rng: np.random.Generator, seconds: float, sample_rate: int) -> Score:
    """A latin song of at least ``seconds``: son, salsa or something near them."""
    setting = agreed(rng, IDIOM, seconds, sample_rate)
    drums = kits.drummed(setting, kits.acoustic_kit(rng), BEAT, {"kick": -4.0, "shaker": 2.0, "snare": -2.0}, 4.0)
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
        *band.guitar(setting, "guitar", players.rhythm(setting, 0.6)),
        *band.front_line(setting),
    )
    room = Room(setting.between(0.6, 1.8), 15.0, setting.between(4000, 9000), 0.75, 0.3)
    return Score("latin", setting.clock, setting.form.beats, parts, room, tail_s=0.0, balanced=True)


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
