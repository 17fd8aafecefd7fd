"""Trap: gliding 808s under rolling hats, a half-time snare, and one dark tune."""

import numpy as np

from tasks.songs import kits, palette, patterns, players
from tasks.songs.forms import Outline
from tasks.songs.harmony import HARMONIC_MINOR, MINOR, PHRYGIAN
from tasks.songs.instruments.cymbals import Riser
from tasks.songs.instruments.struck import Sub808
from tasks.songs.score import Note, Part, Room, Score, Strip
from tasks.songs.setting import Idiom, Setting, agreed, pick

IDIOM = Idiom(
    tempo_bpm=(122.0, 168.0),
    scales=(MINOR, HARMONIC_MINOR, PHRYGIAN),
    progressions=((0, 0, 5, 4), (0, 0, 0, 5), (0, 3, 0, 4), (0, 5, 3, 4), (0, 0, 1, 1), (5, 4, 0, 0)),
    outlines=(
        Outline("intro", (2, 4), (0.55, 0.8), "melody pad? bed? riser rim?"),
        Outline("hook", (4, 8), (0.95, 1.0), "kick snare clap? hat open? sub melody pad? voice? crash perc? counter?"),
        Outline("verse", (4, 8), (0.8, 0.95), "kick snare hat sub melody? voice? perc? open?"),
        Outline("bridge", (2,), (0.6, 0.8), "hat? melody pad voice? rim riser"),
    ),
    swing=(0.0, 0.15),
)
BEAT = {
    "kick": ("9......9....9...", "9.....7.......9.", "9..7......9.....", "9.........9..7..", "9.....9..9......"),
    "snare": ("........9.......", "........9.....4.", "........9......."),
    "clap": ("........9.......",),
    "rim": ("......5.....5...", "...4......4.....", "..........5..4.."),
    "hat": ("8.6.8.6.8.6.8.6.", "8.7.8.7786.78.7.", "9..7..9..7..9.7.", "8888787887887777", "8...8.6.8...8.66"),
    "open": ("......8.........", "..............8.", "....6.......6..."),
    "perc": ("...5.......5....", "..........5..5..", ".....4.4........"),
}


def compose(rng: np.random.Generator, seconds: float, sample_rate: int) -> Score:
    """A trap beat of at least ``seconds``."""
    setting = agreed(rng, IDIOM, seconds, sample_rate)
    kit = kits.electronic_kit(rng)
    drums = kits.drummed(setting, kit, BEAT, {"hat": setting.between(0, 4), "kick": -2.0, "snare": 1.0}, 1.0)
    parts = (*drums, *_rolls(setting, kit), *_subs(setting), *_tunes(setting))
    room = Room(setting.between(0.8, 2.8), 15.0, setting.between(3500, 8000), 0.75, setting.between(0.2, 0.5))
    return Score("trap", setting.clock, setting.form.beats, parts, room, tail_s=0.0, balanced=True)


def _rolls(setting: Setting, kit: kits.Kit) -> tuple[Part, ...]:
    """Hats in triplets and thirty-seconds at the ends of bars, swelling or fading."""
    notes: list[Note] = []
    for bar in setting.form.bars("hat"):
        if setting.chance(0.5):
            count, length = pick(setting.rng, ((6, 1 / 6), (8, 1 / 8), (6, 1 / 3), (12, 1 / 12)))
            start = bar.start + float(pick(setting.rng, (1.0, 2.5, 3.0, 3.5)))
            swell = setting.chance(0.5)
            for step in range(count):
                grade = (step if swell else count - step) / count
                notes.append(Note(start + step * length, patterns.STEP, 60.0, bar.passage.level * (0.35 + 0.5 * grade)))
    return (Part("cymbals", kit["hat"], tuple(notes), Strip(-12.0, pan=-0.2), 0.0, 3),)


def _subs(setting: Setting) -> tuple[Part, ...]:
    """The 808: most notes stay, some glide up an octave or down a fifth."""
    hits = players.rhythm(setting, setting.between(0.15, 0.4))
    line = players.bass(setting, "sub", hits, 26, 0.15)
    decay, drive = setting.between(0.35, 1.2), setting.between(0.0, 14.0)
    glides = {0.0: 0.8, 12.0: 0.12, -5.0: 0.08}
    ways = setting.rng.choice(list(glides), len(line), p=list(glides.values()))
    strip = Strip(setting.between(-2.0, 2.0), kits.NO_DC, duck_db=setting.between(0.0, 8.0))
    return tuple(
        Part(
            "bass",
            Sub808(decay, drive, setting.between(0.3, 1.5), glide),
            tuple(note for note, way in zip(line, ways, strict=True) if way == glide),
            strip,
            0.0,
        )
        for glide in glides
    )


def _tunes(setting: Setting) -> tuple[Part, ...]:
    """Bells, keys, plucked strings or brass; pads and a voice far away."""
    rng = setting.rng
    lead = palette.one_of(rng, palette.mallet, palette.piano, palette.harp, palette.synth_pluck, palette.woodwind)
    pad = palette.one_of(rng, palette.pad, palette.choir, palette.string_section)
    melody = players.tune(setting, "melody", 2, setting.between(0.3, 0.7))
    if setting.chance(0.4):
        melody = players.arpeggio(setting, "melody", 58, 78, 0.4)
    return (
        Part("melody", lead, melody, Strip(-5.0, pan=0.2, reverb_db=-9.0, echo_db=-12.0), 6.0, 2),
        Part(
            "melody",
            palette.supersaw(rng) if setting.chance(0.3) else palette.brass(rng),
            players.tune(setting, "counter", 1, 0.25),
            Strip(-9.0, pan=-0.4, reverb_db=-10.0),
        ),
        Part(
            "pad",
            pad,
            players.chords(setting, "pad", ((0.0, 3.9, 1.0),), 50, 68),
            Strip(-13.0, width=1.2, reverb_db=-10.0, duck_db=3.0),
        ),
        Part(
            "voice",
            palette.singer(rng),
            players.tune(setting, "voice", 1, setting.between(0.5, 0.9), 0.25),
            Strip(-1.0, pan=0.0, reverb_db=-14.0, echo_db=-14.0),
            10.0,
        ),
        Part("effects", Riser(), players.risers(setting, "riser"), Strip(-12.0, reverb_db=-8.0)),
    )
