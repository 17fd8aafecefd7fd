"""House and techno: a kick on every beat, and everything else placed around it."""

from dataclasses import replace

import numpy as np

from tasks.songs import kits, palette, players
from tasks.songs.filters import Section
from tasks.songs.forms import Outline
from tasks.songs.harmony import DORIAN, MAJOR, MINOR, PHRYGIAN
from tasks.songs.instruments.cymbals import Riser
from tasks.songs.instruments.texture import Texture
from tasks.songs.score import Part, Room, Score, Strip
from tasks.songs.setting import Idiom, Setting, agreed

HOUSE = Idiom(
    tempo_bpm=(116.0, 130.0),
    scales=(DORIAN, MINOR, MAJOR),
    progressions=((0, 3, 0, 4), (0, 6, 3, 3), (5, 6, 0, 0), (0, 2, 3, 6), (3, 4, 5, 4), (1, 1, 0, 0)),
    outlines=(
        Outline("intro", (4,), (0.7, 0.9), "kick hat? open? shaker? perc bass? stabs?"),
        Outline("groove", (4, 8), (0.88, 0.97), "kick clap hat open? shaker? perc? bass stabs pad? lead?"),
        Outline("break", (2, 4), (0.6, 0.85), "pad stabs voice? choir? riser bed? clap?"),
        Outline(
            "drop", (8,), (0.96, 1.0), "kick clap hat open shaker? perc? bass stabs pad? voice? lead? crash strings?"
        ),
    ),
    chord_sizes=(3, 4, 5),
    swing=(0.0, 0.3),
)
TECHNO = replace(
    HOUSE,
    tempo_bpm=(124.0, 144.0),
    scales=(MINOR, PHRYGIAN),
    progressions=((0, 0, 0, 0), (0, 0, 0, 1), (0, 0, 5, 5), (0, 0, 0, 6)),
    outlines=(
        Outline("build", (4, 8), (0.7, 0.92), "kick hat? open? perc perc2? rumble lead? bed? riser"),
        Outline(
            "peak", (8, 16), (0.92, 1.0), "kick clap? hat open ride? perc perc2? rumble bass? lead stabs? bed? crash"
        ),
        Outline("break", (2, 4), (0.6, 0.8), "lead pad bed perc? riser hat?"),
    ),
    chord_sizes=(3,),
    swing=(0.0, 0.15),
)
BEAT = {
    "kick": ("9...9...9...9...",),
    "clap": ("....9.......9...", "....9..4....9...", "....9.......9.5."),
    "hat": ("5.7.5.7.5.7.5.76", "..8...8...8...8.", "7575757575757575", "5485548554855485"),
    "open": ("..9...9...9...9.", "..9...9...9...96"),
    "shaker": ("7487748774877487", "6363636363636363"),
    "ride": ("9...7...9...7...", "..8...8...8...8.", "8.6.8.6.8.6.8.6."),
    "perc": ("...6..6....6..6.", "..5..5..5..5..5.", "6..6..6...6..6..", ".......7........"),
    "perc2": (".....5.......5..", "...7.......7..7.", "..........6.6..."),
}


def house(rng: np.random.Generator, seconds: float, sample_rate: int) -> Score:
    """A house track of at least ``seconds``."""
    setting = agreed(rng, HOUSE, seconds, sample_rate)
    kit = kits.electronic_kit(rng)
    beat = {name: bars for name, bars in BEAT.items() if name not in ("ride", "perc2")}
    drums = kits.drummed(setting, kit, beat, {"kick": 1.0, "hat": setting.between(-2, 2), "open": 1.5}, 2.0)
    parts = (*drums, *_house_harmony(setting), *_hooks(setting))
    room = Room(setting.between(1.0, 2.6), 15.0, setting.between(4000, 9000), 0.75, setting.between(0.25, 0.5))
    return Score("house", setting.clock, setting.form.beats, parts, room, tail_s=0.0, balanced=True)


def techno(rng: np.random.Generator, seconds: float, sample_rate: int) -> Score:
    """A techno track of at least ``seconds``."""
    setting = agreed(rng, TECHNO, seconds, sample_rate)
    kit = kits.electronic_kit(rng)
    drums = kits.drummed(setting, kit, BEAT, {"kick": 3.0, "hat": setting.between(-3, 2), "ride": -1.0}, 1.0)
    parts = (*drums, *_rumble(setting), *_hooks(setting))
    room = Room(setting.between(1.2, 4.0), 5.0, setting.between(2500, 7000), 0.75, setting.between(0.3, 0.6))
    return Score("techno", setting.clock, setting.form.beats, parts, room, tail_s=0.0, balanced=True)


def _house_harmony(setting: Setting) -> tuple[Part, ...]:
    """Bass off the beat, stabs, pad and strings."""
    rng = setting.rng
    hits = tuple((at + 0.5, min(length, 0.45), accent) for at, length, accent in players.rhythm(setting, 0.7, 3.5))
    stabs = players.rhythm(setting, setting.between(0.3, 0.6), grid=0.25 if setting.chance(0.3) else 0.5)
    keys = palette.one_of(rng, palette.piano, palette.organ, palette.electric_piano, palette.supersaw)
    bass = palette.synth_bass(rng) if setting.chance(0.8) else palette.electric_bass(rng)
    clear = (Section("high_pass", setting.between(120, 260)),)
    depth = setting.between(1.0, 9.0)
    return (
        Part("bass", bass, players.bass(setting, "bass", hits, 30, 0.3), Strip(-1.5, kits.NO_DC, duck_db=depth), 1.0),
        Part(
            "keys",
            keys,
            players.chords(setting, "stabs", stabs, 55, 76),
            Strip(-5.0, clear, width=1.1, reverb_db=-13.0, duck_db=0.5 * depth),
        ),
        Part(
            "pad",
            palette.string_section(rng),
            players.chords(setting, "strings", ((0.0, 3.9, 1.0),), 62, 81),
            Strip(-12.0, clear, reverb_db=-10.0, duck_db=depth),
        ),
    )


def _rumble(setting: Setting) -> tuple[Part, ...]:
    """The low end of techno: sixteenths behind the kick, sometimes with a bass line over them."""
    rng = setting.rng
    low = tuple((0.25 * step, 0.22, 0.7) for step in range(16) if step % 4)
    hits = players.rhythm(setting, setting.between(0.4, 0.9), grid=0.25)
    dark = (*kits.NO_DC, Section("low_pass", setting.between(110, 400)))
    return (
        Part(
            "bass",
            palette.synth_bass(rng),
            players.bass(setting, "rumble", low, 28, 0.0),
            Strip(setting.between(-5.0, -1.0), dark, duck_db=setting.between(6, 14)),
            0.0,
        ),
        Part(
            "bass",
            palette.synth_bass(rng),
            players.bass(setting, "bass", hits, 33, 0.3),
            Strip(-6.0, kits.NO_DC, duck_db=setting.between(3, 9)),
            0.0,
        ),
        Part(
            "keys",
            palette.supersaw(rng),
            players.chords(setting, "stabs", players.rhythm(setting, 0.25), 55, 72),
            Strip(-9.0, (Section("high_pass", 250.0),), reverb_db=-6.0, echo_db=-6.0),
        ),
    )


def _hooks(setting: Setting) -> tuple[Part, ...]:
    """Sequences, voices, choir, a pad, rises and the noise of the room."""
    rng = setting.rng
    lead = palette.one_of(rng, palette.synth_pluck, palette.synth_pluck, palette.mallet, palette.synth_lead)
    clear = (Section("high_pass", 250.0),)
    held = ((0.0, 3.9, 1.0),)
    return (
        Part(
            "lead",
            lead,
            players.arpeggio(setting, "lead", 60, 79, setting.between(0.1, 0.5)),
            Strip(-8.0, clear, pan=0.3, reverb_db=-10.0, echo_db=-9.0, duck_db=setting.between(0, 6)),
            1.0,
        ),
        Part(
            "voice",
            palette.singer(rng),
            players.tune(setting, "voice", 1, setting.between(0.2, 0.6)),
            Strip(
                -2.0, (Section("high_pass", 130.0), Section("bell", 3200.0, 4.0, 0.6)), reverb_db=-10.0, echo_db=-9.0
            ),
            8.0,
        ),
        Part("pad", palette.choir(rng), players.chords(setting, "choir", held, 60, 79), Strip(-12.0, clear)),
        Part(
            "pad",
            palette.pad(rng),
            players.chords(setting, "pad", held, 55, 76),
            Strip(-11.0, clear, width=1.2, reverb_db=-9.0, duck_db=setting.between(2, 10)),
        ),
        Part("effects", Riser(300.0, 11000.0), players.risers(setting, "riser"), Strip(-9.0, reverb_db=-8.0)),
        Part(
            "effects",
            Texture(setting.between(900, 6000)),
            players.held(setting, "bed", 60.0),
            Strip(setting.between(-30, -18), duck_db=setting.between(0, 8)),
        ),
    )
