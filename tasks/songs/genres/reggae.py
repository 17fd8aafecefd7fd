"""Reggae: one drop, the bass in front, chords off the beat, echoes."""

import numpy as np

from tasks.songs import kits, palette, players
from tasks.songs.filters import Section
from tasks.songs.forms import Outline
from tasks.songs.genres import band
from tasks.songs.harmony import DORIAN, MAJOR, MINOR, MIXOLYDIAN
from tasks.songs.score import Part, Room, Score, Strip
from tasks.songs.setting import Idiom, agreed

IDIOM = Idiom(
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


BEAT = {
    "kick": ("........9.......", "9...9...9...9...", "9.......9.......", "........9.....6."),
    "snare": ("........9.......", "........9..4....", "........9.......", "........9.....5."),
    "rim": ("........9.......", "........9.....4.", "........9..4...."),
    "hat": ("8.6.8.6.8.6.8.6.", "8...8...8...8...", "8.648.648.648.64"),
    "open": ("............7...", "....6..........."),
    "perc": ("...4..5...4..5..", "......5.......5."),
}


def compose(rng: np.random.Generator, seconds: float, sample_rate: int) -> Score:
    """A reggae song of at least ``seconds``."""
    setting = agreed(rng, IDIOM, seconds, sample_rate)
    kit = kits.acoustic_kit(rng) if setting.chance(0.7) else kits.electronic_kit(rng)
    drums = kits.drummed(setting, kit, BEAT, {"kick": 1.0, "rim": 3.0, "hat": setting.between(-2, 2)}, 5.0)
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
        *band.guitar(setting, "skank", skank),
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
        *band.front_line(setting),
    )
    room = Room(setting.between(0.8, 2.6), 20.0, setting.between(2500, 7000), 0.75, setting.between(0.3, 0.6))
    return Score("reggae", setting.clock, setting.form.beats, parts, room, tail_s=0.0, balanced=True)
