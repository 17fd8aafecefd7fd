"""Ambient: pads, drones and beds of noise in a large room, and what happens in them now and then."""

import numpy as np

from tasks.songs import kits, palette, players
from tasks.songs.forms import Outline
from tasks.songs.harmony import DORIAN, LYDIAN, MAJOR, MINOR
from tasks.songs.instruments.struck import Sub808
from tasks.songs.instruments.texture import Texture
from tasks.songs.score import Part, Room, Score, Strip
from tasks.songs.setting import Idiom, Setting, agreed, pick

IDIOM = Idiom(
    tempo_bpm=(46.0, 96.0),
    scales=(MAJOR, LYDIAN, DORIAN, MINOR),
    progressions=((0, 3, 0, 3), (0, 0, 5, 5), (0, 4, 3, 3), (0, 0, 0, 0), (5, 3, 0, 0)),
    outlines=(
        Outline("calm", (4, 8), (0.5, 0.75), "pad pad2? bed drone? bells? piano?"),
        Outline("swell", (4, 8), (0.7, 1.0), "pad pad2 bed? drone choir? bells? piano? strings? lead? pulse?"),
        Outline("still", (2, 4), (0.4, 0.6), "pad? bed drone piano? bells?"),
    ),
    chord_sizes=(3, 4, 5),
)


HELD = ((0.0, 3.9, 1.0),)


def compose(rng: np.random.Generator, seconds: float, sample_rate: int) -> Score:
    """An ambient piece of at least ``seconds``."""
    setting = agreed(rng, IDIOM, seconds, sample_rate)
    parts = (*_beds(setting), *_lights(setting))
    room = Room(setting.between(2.5, 6.0), 30.0, setting.between(2500, 8000), 1.0, setting.between(0.4, 0.65))
    return Score("ambient", setting.clock, setting.form.beats, parts, room, tail_s=0.0, balanced=True)


def _beds(setting: Setting) -> tuple[Part, ...]:
    """What lasts: pads, a drone, noise like rain or wind."""
    rng = setting.rng
    slow = pick(rng, (palette.pad, palette.string_section, palette.choir))
    low = Sub808(20.0, setting.between(3.0, 16.0), 0.0) if setting.chance(0.4) else palette.pad(rng)
    return (
        Part(
            "pad",
            palette.pad(rng),
            players.chords(setting, "pad", HELD, 43, 67),
            Strip(-2.0, width=1.1, reverb_db=-6.0),
        ),
        Part("pad", slow(rng), players.chords(setting, "pad2", HELD, 60, 84), Strip(-7.0, width=1.3, reverb_db=-5.0)),
        Part("pad", palette.choir(rng), players.chords(setting, "choir", HELD, 57, 76), Strip(-8.0, reverb_db=-5.0)),
        Part(
            "pad",
            palette.string_section(rng, 0.4),
            players.chords(setting, "strings", HELD, 55, 79),
            Strip(-7.0, reverb_db=-6.0),
        ),
        Part("bass", low, players.bass(setting, "drone", ((0.0, 3.95, 1.0),), 29, 0.0), Strip(-5.0, kits.NO_DC), 0.0),
        Part(
            "bed",
            Texture(2.0 ** setting.between(9.0, 13.0), setting.between(0.8, 3.0), setting.between(2, 8)),
            players.held(setting, "bed", 60.0),
            Strip(setting.between(-26.0, -11.0)),
        ),
    )


def _lights(setting: Setting) -> tuple[Part, ...]:
    """What happens now and then: bells, a piano far away, a lead, a pulse."""
    rng = setting.rng
    return (
        Part(
            "bells",
            palette.one_of(rng, palette.mallet, palette.harp, palette.synth_pluck),
            players.arpeggio(setting, "bells", 64, 86, 0.7),
            Strip(-7.0, pan=0.4, reverb_db=-4.0, echo_db=-6.0),
            20.0,
        ),
        Part(
            "piano",
            palette.piano(rng),
            players.tune(setting, "piano", 2, 0.3),
            Strip(-5.0, reverb_db=-5.0, echo_db=-9.0),
            15.0,
        ),
        Part(
            "lead",
            palette.synth_lead(rng),
            players.tune(setting, "lead", 2, 0.2),
            Strip(-7.0, reverb_db=-4.0, echo_db=-8.0),
        ),
        Part(
            "pulse", palette.synth_bass(rng), players.arpeggio(setting, "pulse", 40, 57, 0.3), Strip(-8.0, echo_db=-9.0)
        ),
    )
