"""Synth-pop: a drum machine, a pulsing bass, an arpeggio, and a tune that a voice carries."""

import numpy as np

from tasks.songs import kits, palette, players
from tasks.songs.filters import Section
from tasks.songs.forms import Outline
from tasks.songs.harmony import MAJOR, MINOR, MIXOLYDIAN
from tasks.songs.instruments.cymbals import Riser
from tasks.songs.score import Part, Room, Score, Strip
from tasks.songs.setting import Idiom, Setting, agreed

IDIOM = Idiom(
    tempo_bpm=(92.0, 130.0),
    scales=(MINOR, MAJOR, MIXOLYDIAN),
    progressions=((0, 5, 2, 6), (5, 6, 0, 2), (0, 2, 6, 5), (0, 3, 5, 6), (0, 4, 5, 3), (5, 3, 0, 4), (3, 4, 2, 5)),
    outlines=(
        Outline("intro", (2, 4), (0.65, 0.85), "kick? pad arp hat? bass? lead?"),
        Outline("verse", (4, 8), (0.78, 0.9), "kick snare hat bass keys? arp? voice guitar?"),
        Outline("build", (2,), (0.8, 0.95), "kick snare? hat bass? pad arp? keys voice riser"),
        Outline(
            "chorus", (4, 8), (0.95, 1.0), "kick snare clap? hat open? bass pad arp? keys voice lead? backing? crash"
        ),
        Outline("bridge", (2, 4), (0.6, 0.8), "pad keys voice arp? perc? bass?"),
    ),
    chord_sizes=(3, 3, 4),
)
BEAT = {
    "kick": ("9...9...9...9...", "9.....7.9.......", "9.......9.7.....", "9..7....9..7...."),
    "snare": ("....9.......9...", "....9.......9..3", "........9......."),
    "clap": ("....9.......9...",),
    "hat": ("8.5.8.5.8.5.8.63", "8.6.8.6.8.6.8.6.", "8...8...8...8...", "8656865686568656"),
    "open": ("..8...8...8...8.", "..............8."),
    "perc": ("..5..5....5..5..", "...6.....6......", "......4...4....."),
}


def compose(rng: np.random.Generator, seconds: float, sample_rate: int) -> Score:
    """A synth-pop song of at least ``seconds``."""
    setting = agreed(rng, IDIOM, seconds, sample_rate)
    kit = kits.electronic_kit(rng)
    drums = kits.drummed(setting, kit, BEAT, {"hat": setting.between(-3, 2), "snare": setting.between(-1, 2)}, 2.0)
    parts = (*drums, *_harmony(setting), *_tunes(setting))
    room = Room(setting.between(0.9, 2.8), 20.0, setting.between(3500, 8500), 0.75, setting.between(0.25, 0.5))
    return Score("synth-pop", setting.clock, setting.form.beats, parts, room, tail_s=0.0, balanced=True)


def _harmony(setting: Setting) -> tuple[Part, ...]:
    """Bass, pad, keys, arpeggio and a clean guitar."""
    rng = setting.rng
    pulse = tuple((0.5 * i, setting.between(0.25, 0.45), 1.0 if i % 2 == 0 else 0.8) for i in range(8))
    hits = pulse if setting.chance(0.5) else players.rhythm(setting, 0.4)
    keys = palette.one_of(rng, palette.electric_piano, palette.piano, palette.supersaw, palette.organ)
    clear = (Section("high_pass", setting.between(110, 220)),)
    duck = setting.between(0.0, 6.0)
    return (
        Part(
            "bass",
            palette.synth_bass(rng) if setting.chance(0.8) else palette.electric_bass(rng),
            players.bass(setting, "bass", hits, 31, 0.3),
            Strip(-2.0, kits.NO_DC, duck_db=duck),
            2.0,
        ),
        Part(
            "pad",
            palette.pad(rng),
            players.chords(setting, "pad", ((0.0, 3.9, 1.0),), 52, 72),
            Strip(-11.0, clear, reverb_db=-10.0, duck_db=duck),
        ),
        Part(
            "keys",
            keys,
            players.chords(setting, "keys", players.rhythm(setting, setting.between(0.2, 0.5)), 55, 74),
            Strip(-8.0, clear, width=0.9, reverb_db=-14.0, duck_db=0.5 * duck),
        ),
        Part(
            "arp",
            palette.synth_pluck(rng),
            players.arpeggio(setting, "arp", 60, 77, 0.2),
            Strip(-9.0, clear, pan=0.4, reverb_db=-12.0, echo_db=-9.0),
        ),
        Part(
            "guitar",
            palette.clean_guitar(rng),
            players.arpeggio(setting, "guitar", 52, 70, 0.5),
            Strip(-9.0, clear, pan=-0.5, reverb_db=-12.0, echo_db=-14.0),
            4.0,
        ),
    )


def _tunes(setting: Setting) -> tuple[Part, ...]:
    """The voice, those who sing behind it, and a lead."""
    rng = setting.rng
    sung = players.tune(setting, "voice", 1, setting.between(0.4, 0.75))
    return (
        Part(
            "voice",
            palette.singer(rng),
            sung,
            Strip(
                1.0, (Section("high_pass", 110.0), Section("bell", 2400.0, 4.0, 0.6)), reverb_db=-14.0, echo_db=-16.0
            ),
            10.0,
        ),
        Part(
            "backing",
            palette.choir(rng),
            players.chords(setting, "backing", ((0.0, 1.8, 1.0), (2.0, 1.8, 0.9)), 60, 77),
            Strip(-9.0, reverb_db=-10.0),
        ),
        Part(
            "lead",
            palette.synth_lead(rng),
            players.tune(setting, "lead", 2, 0.5),
            Strip(-7.0, pan=0.15, reverb_db=-12.0, echo_db=-10.0),
            5.0,
        ),
        Part("effects", Riser(), players.risers(setting, "riser"), Strip(-12.0, reverb_db=-10.0)),
    )
