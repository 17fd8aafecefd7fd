"""Funk: parts in sixteenths that interlock around a bass line."""

import numpy as np

from tasks.songs import kits, palette, players
from tasks.songs.forms import Outline
from tasks.songs.genres import band
from tasks.songs.harmony import DORIAN, MINOR, MIXOLYDIAN
from tasks.songs.score import Part, Room, Score, Strip
from tasks.songs.setting import Idiom, agreed

IDIOM = Idiom(
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


BEAT = {
    "kick": ("9..7......9.....", "9.9....7..9.....", "9......9.9....7.", "9.7....7.79....."),
    "snare": ("....9..3.3..9..3", "....9..4....9.3.", "....9.......9...", "..3.9..3.4.39..3"),
    "hat": ("8686868686868686", "8.6.8.6.8.6.8.6.", "8668866886688668", "8...8...8...8..."),
    "open": ("..............8.", "......8.........", "..............8."),
    "perc": ("...5..5...5..5..", "5.35.53.5.35.53.", "....6.....6....."),
    "shaker": ("7474747474747474", "5366536653665366"),
}


def compose(rng: np.random.Generator, seconds: float, sample_rate: int) -> Score:
    """A funk song of at least ``seconds``."""
    setting = agreed(rng, IDIOM, seconds, sample_rate)
    drums = kits.drummed(setting, kits.acoustic_kit(rng), BEAT, {"hat": setting.between(-2, 3)}, 4.0)
    hits = players.rhythm(setting, setting.between(0.45, 0.8), grid=0.25)
    chop = tuple((at, 0.12, accent) for at, _, accent in players.rhythm(setting, setting.between(0.4, 0.7), grid=0.25))
    bass = palette.electric_bass(rng) if setting.chance(0.75) else palette.synth_bass(rng)
    parts = (
        *drums,
        Part("bass", bass, players.bass(setting, "bass", hits, 28, 0.4), Strip(-1.0, kits.NO_DC), 3.0),
        *band.guitar(setting, "chop", chop),
        *band.front_line(setting),
    )
    room = Room(setting.between(0.4, 1.5), 10.0, setting.between(4000, 9000), 0.75, 0.3)
    return Score("funk", setting.clock, setting.form.beats, parts, room, tail_s=0.0, balanced=True)
