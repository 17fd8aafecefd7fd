"""Jazz trio: piano, vibraphone or guitar over a walking bass and brushes or sticks, sometimes with a horn."""

import numpy as np

from tasks.songs import kits, palette, patterns, players
from tasks.songs.forms import Outline
from tasks.songs.harmony import DORIAN, MAJOR, MINOR
from tasks.songs.instruments.cymbals import Cymbal, Shaker
from tasks.songs.score import Instrument, Part, Room, Score, Strip
from tasks.songs.setting import Idiom, Setting, agreed, pick

IDIOM = Idiom(
    tempo_bpm=(72.0, 210.0),
    scales=(MAJOR, DORIAN, MINOR),
    progressions=(
        (1, 4, 0, 5),
        (0, 5, 1, 4),
        (0, 0, 3, 3, 0, 0, 4, 0),
        (2, 5, 1, 4),
        (0, 3, 6, 2, 5, 1, 4, 0),
        (3, 6, 2, 5),
    ),
    outlines=(
        Outline("head", (8,), (0.7, 0.9), "ride hat kick? brush? bass comp tune snare?"),
        Outline("solo", (8, 16), (0.75, 1.0), "ride hat kick? brush? bass comp? solo snare? crash?"),
        Outline("trading", (4,), (0.8, 1.0), "ride? snare kick hat toms bass? comp?"),
        Outline("rubato", (2, 4), (0.5, 0.7), "comp bass? tune brush?"),
    ),
    chord_sizes=(4, 4, 5),
    swing=(0.15, 0.36),
    swung_beats=0.5,
)
BEAT = {
    "ride": ("9...9.7.9...9.7.", "9...8.6.9.6.8.6.", "9...9...9...9.7.", "9.6.8...9.6.8..."),
    "hat": ("....6.......6...",),
    "kick": ("4...4...4...4...", "5.........4.....", "......4.......5.", "3...3...3...3..."),
    "snare": ("......3.......4.", "..3.......3.....", ".............4..", "......4...3....."),
}
BRUSHES = ("5...7...5...7...", "6.3.7.3.6.3.7.3.", "66.67.6.66.67.6.")


def compose(rng: np.random.Generator, seconds: float, sample_rate: int) -> Score:
    """A trio of at least ``seconds``."""
    setting = agreed(rng, IDIOM, seconds, sample_rate)
    parts = (*_drums(setting), *_players(setting))
    room = Room(setting.between(0.5, 1.9), 12.0, setting.between(3500, 8000), 0.75, 0.25)
    return Score("jazz trio", setting.clock, setting.form.beats, parts, room, tail_s=0.0, balanced=True)


def _drums(setting: Setting) -> tuple[Part, ...]:
    """Sticks or brushes; the ride leads and the bass drum is felt rather than heard."""
    rng = setting.rng
    u = setting.between
    ride = Cymbal(u(0.4, 0.9), u(2800, 4800), u(0.5, 1.1), u(0.4, 0.9), top_hz=u(11000, 17000))
    kit: dict[str, Instrument] = {**kits.acoustic_kit(rng), "ride": ride, "hat": Cymbal(0.03, 4500.0, 0.4)}
    levels = {"kick": -9.0, "snare": -5.0, "ride": 5.0, "hat": 1.0, "crash": -3.0, "toms": 0.0}
    return (*kits.drummed(setting, kit, BEAT, levels, 7.0), _brushes(setting))


def _brushes(setting: Setting) -> Part:
    """Sweeps over the snare's head."""
    pattern = pick(setting.rng, BRUSHES)
    sweeps = tuple(note for bar in setting.form.bars("brush") for note in patterns.steps(pattern, bar))
    return Part("snare", Shaker(setting.between(2000, 4500)), sweeps, Strip(-10.0, pan=0.1, reverb_db=-14.0), 9.0, 3)


def _players(setting: Setting) -> tuple[Part, ...]:
    """Who plays the chords, who plays the tune, and the bass."""
    rng = setting.rng
    first = palette.one_of(
        rng, palette.piano, palette.piano, palette.electric_piano, palette.mallet, palette.nylon_guitar
    )
    horn = pick(rng, (palette.saxophone, palette.brass, palette.woodwind))
    solo: Instrument = first if setting.chance(0.6) else horn(rng)
    comping = players.rhythm(setting, setting.between(0.15, 0.4))
    fast = setting.between(0.5, 0.9)
    pan = setting.between(-0.5, 0.5)
    return (
        Part("bass", palette.upright_bass(rng), players.walking(setting, "bass", 28), Strip(-1.0, kits.NO_DC), 7.0),
        Part(
            "chords",
            first,
            players.chords(setting, "comp", comping, 50, 70),
            Strip(-3.5, pan=pan, width=setting.between(0.6, 1.2), reverb_db=-14.0),
            10.0,
        ),
        Part("solo", solo, players.tune(setting, "tune", 2, 0.5), Strip(0.0, pan=-pan, reverb_db=-13.0), 10.0, 2),
        Part("solo", solo, players.tune(setting, "solo", 2, fast), Strip(0.0, pan=-pan, reverb_db=-13.0), 10.0, 2),
    )
