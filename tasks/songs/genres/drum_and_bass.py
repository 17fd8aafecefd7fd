"""Drum & bass: broken beats at 170, a bass that growls or rolls, wide pads."""

import numpy as np

from tasks.songs import kits, palette, players
from tasks.songs.filters import Section
from tasks.songs.forms import Outline
from tasks.songs.harmony import DORIAN, MINOR, PHRYGIAN
from tasks.songs.instruments.cymbals import Riser
from tasks.songs.instruments.ensemble import Ensemble
from tasks.songs.instruments.struck import Sub808
from tasks.songs.score import Instrument, Part, Room, Score, Strip
from tasks.songs.setting import Idiom, Setting, agreed
from tasks.songs.synth import Envelope

IDIOM = Idiom(
    tempo_bpm=(164.0, 180.0),
    scales=(MINOR, DORIAN, PHRYGIAN),
    progressions=((0, 0, 5, 5), (0, 6, 5, 4), (0, 0, 3, 3), (0, 5, 2, 6), (0, 0, 0, 0), (5, 6, 0, 0)),
    outlines=(
        Outline("intro", (4, 8), (0.6, 0.85), "hat? ride? pad keys? arp? voice? riser bed?"),
        Outline("drop", (8, 16), (0.95, 1.0), "kick snare hat ride? perc? shaker? growl sub pad? lead? crash voice?"),
        Outline("roll", (8,), (0.9, 1.0), "kick snare hat ride? perc? shaker? growl? sub keys? arp? voice?"),
        Outline("break", (4,), (0.55, 0.85), "pad keys arp? voice? riser snare?"),
    ),
    chord_sizes=(3, 4, 5),
    swing=(0.0, 0.15),
)
BEAT = {
    "kick": ("9.........9.....", "9.....7...9.....", "9.9.......9.....", "9.........9..6.."),
    "snare": ("....9.......9...", "....9..3.3..9...", "....9..3....9..4", "....9....4..9.3."),
    "hat": ("8.6.8.6.8.6.8.6.", "8686868686868686", "8.648.648.648.64", "..8...8...8...8."),
    "ride": ("8.5.8.5.8.5.8.5.", "8...8...8...8..."),
    "shaker": ("6464646464646464", "5353535353535353"),
    "perc": ("...5..5......5..", ".......6..6.....", "..5......5...5.."),
}


def compose(rng: np.random.Generator, seconds: float, sample_rate: int) -> Score:
    """A drum & bass track of at least ``seconds``."""
    setting = agreed(rng, IDIOM, seconds, sample_rate)
    kit = kits.acoustic_kit(rng) if setting.chance(0.5) else kits.electronic_kit(rng)
    drums = kits.drummed(setting, kit, BEAT, {"snare": 2.5, "kick": 0.5, "hat": setting.between(-1, 3)}, 1.5)
    parts = (*drums, *_basses(setting), *_above(setting))
    room = Room(setting.between(0.8, 2.6), 12.0, setting.between(4000, 9000), 0.75, setting.between(0.25, 0.5))
    return Score("drum & bass", setting.clock, setting.form.beats, parts, room, tail_s=0.0, balanced=True)


def _reese(setting: Setting) -> Instrument:
    """Two or three detuned sawtooths through a low-pass that moves."""
    u = setting.between
    return Ensemble(Envelope(0.01, u(0.3, 1.0), u(0.3, 1.0), 0.06), u(300, 1600), u(0.5, 2.5), 0.9, 1.0, 3, u(12, 30))


def _basses(setting: Setting) -> tuple[Part, ...]:
    """A sub that holds the root and a growl above it."""
    rng = setting.rng
    hits = players.rhythm(setting, setting.between(0.2, 0.6))
    sub = Sub808(setting.between(0.5, 2.0), setting.between(-3.0, 6.0), 0.1)
    growl = _reese(setting) if setting.chance(0.6) else palette.synth_bass(rng)
    return (
        Part("bass", sub, players.bass(setting, "sub", hits, 29, 0.1), Strip(-2.5, kits.NO_DC, duck_db=4.0), 0.0),
        Part(
            "bass",
            growl,
            players.bass(setting, "growl", hits, 33 if setting.chance(0.5) else 41, 0.2),
            Strip(-3.0, (Section("high_pass", 90.0),), width=setting.between(0.2, 1.0), duck_db=3.0),
            0.0,
        ),
    )


def _above(setting: Setting) -> tuple[Part, ...]:
    """Pads, keys, arpeggio, lead and voice."""
    rng = setting.rng
    keys = palette.one_of(rng, palette.electric_piano, palette.piano, palette.supersaw, palette.mallet)
    lead = palette.one_of(rng, palette.synth_lead, palette.supersaw, palette.woodwind)
    clear = (Section("high_pass", 200.0),)
    return (
        Part(
            "pad",
            palette.one_of(rng, palette.pad, palette.string_section, palette.choir),
            players.chords(setting, "pad", ((0.0, 3.9, 1.0),), 55, 76),
            Strip(-9.0, clear, width=1.2, reverb_db=-9.0, duck_db=3.0),
        ),
        Part(
            "keys",
            keys,
            players.chords(setting, "keys", players.rhythm(setting, 0.3), 57, 76),
            Strip(-7.0, clear, reverb_db=-10.0, echo_db=-10.0),
        ),
        Part(
            "arp",
            palette.synth_pluck(rng),
            players.arpeggio(setting, "arp", 62, 79, 0.3),
            Strip(-9.0, clear, pan=0.4, reverb_db=-10.0, echo_db=-9.0),
        ),
        Part("lead", lead, players.tune(setting, "lead", 2, 0.4), Strip(-6.0, pan=-0.2, reverb_db=-10.0, echo_db=-9.0)),
        Part(
            "voice",
            palette.singer(rng),
            players.tune(setting, "voice", 1, 0.35),
            Strip(-2.0, reverb_db=-10.0, echo_db=-9.0),
            9.0,
        ),
        Part("effects", Riser(), players.risers(setting, "riser"), Strip(-10.0, reverb_db=-8.0)),
    )
