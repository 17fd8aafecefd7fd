"""Piano alone: two hands, a room, and wide dynamics."""

import numpy as np

from tasks.songs import palette, players
from tasks.songs.forms import Outline
from tasks.songs.harmony import DORIAN, LYDIAN, MAJOR, MINOR
from tasks.songs.instruments.texture import Texture
from tasks.songs.score import Part, Room, Score, Strip
from tasks.songs.setting import Idiom, agreed

IDIOM = Idiom(
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


def compose(rng: np.random.Generator, seconds: float, sample_rate: int) -> Score:
    """A piece for piano alone of at least ``seconds``."""
    setting = agreed(rng, IDIOM, seconds, sample_rate)
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
        "room", Texture(1500.0, 3.0, 1.0), players.held(setting, "left", 60.0), Strip(setting.between(-58, -40))
    )
    room = Room(setting.between(0.8, 3.5), 20.0, setting.between(2500, 8000), 0.75, 0.25)
    return Score("piano", setting.clock, setting.form.beats, (*parts, noise), room, tail_s=0.0, balanced=True)
