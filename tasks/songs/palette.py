"""Instruments drawn for a song: each function is a family of sounds, and the dice choose one of it."""

from collections.abc import Callable

import numpy as np

from tasks.songs.instruments.ensemble import Ensemble
from tasks.songs.instruments.keys import ElectricPiano, Piano
from tasks.songs.instruments.strings import Amplified, Bowed, Plucked
from tasks.songs.instruments.struck import Mallet
from tasks.songs.instruments.subtractive import Subtractive
from tasks.songs.instruments.voice import VOWELS, Voice
from tasks.songs.instruments.winds import Blown, Organ
from tasks.songs.score import Instrument
from tasks.songs.setting import pick
from tasks.songs.synth import Envelope

Dice = np.random.Generator
Family = Callable[[np.random.Generator], Instrument]


def one_of(dice: Dice, *families: Family) -> Instrument:
    """An instrument of one of the families."""
    return pick(dice, families)(dice)


def pad(dice: Dice) -> Ensemble:
    """A synthesiser pad, from dark to glassy."""
    u = dice.uniform
    envelope = Envelope(u(0.05, 0.6), 1.0, u(0.7, 1.0), u(0.2, 0.7))
    falloff, even = u(0.7, 1.4), u(0.2, 1.0)
    return Ensemble(envelope, 2.0 ** u(9.2, 12.3), u(0.3, 2.0), falloff, even, int(dice.integers(4, 9)), u(4, 18))


def supersaw(dice: Dice) -> Ensemble:
    """Bright detuned sawtooths, for leads and stabs."""
    u = dice.uniform
    envelope = Envelope(0.004, u(0.15, 0.8), u(0.3, 0.9), u(0.05, 0.3))
    return Ensemble(envelope, u(2500, 7000), u(0.5, 2.0), u(0.85, 1.05), 1.0, 7, u(9, 22))


def string_section(dice: Dice, attack_s: float = 0.15) -> Ensemble:
    """Violins to basses: many bowed strings in wooden bodies."""
    u = dice.uniform
    body = ((u(260, 320), 60.0, 5.0), (u(450, 560), 90.0, 6.0), (u(2200, 3000), 700.0, 6.0))
    envelope = Envelope(attack_s * u(0.7, 1.4), 1.0, u(0.8, 1.0), u(0.2, 0.45))
    return Ensemble(envelope, u(2500, 5500), u(0.6, 1.4), u(0.9, 1.15), 1.0, 8, u(7, 13), body, u(0.3, 1.2))


def choir(dice: Dice) -> Ensemble:
    """Many singers on one vowel."""
    u = dice.uniform
    vowel = VOWELS[pick(dice, ("a", "o", "u", "e"))]
    body = tuple((float(hz), 1.6 * width, 24.0 + level) for hz, width, level in vowel)
    envelope = Envelope(u(0.1, 0.35), 1.0, 0.9, u(0.2, 0.5))
    return Ensemble(envelope, u(3500, 7000), 0.6, u(1.2, 1.5), 1.0, 9, u(10, 18), body, u(0.5, 2.0))


def synth_bass(dice: Dice) -> Subtractive:
    """An analogue bass, round to biting."""
    u = dice.uniform
    envelope = Envelope(0.002, u(0.1, 0.5), u(0.2, 0.8), u(0.03, 0.08))
    cutoff, sweep, fall = 2.0 ** u(7.3, 9.3), u(0.8, 3.4), u(0.05, 0.3)
    return Subtractive(envelope, cutoff, sweep, fall, u(0.1, 0.6), u(0.0, 1.0), u(0.1, 0.7))


def electric_bass(dice: Dice) -> Plucked:
    """Fingers, plectrum or slap."""
    u = dice.uniform
    return Plucked(u(0.5, 1.4), u(0.08, 0.25), u(700, 3200), u(350, 1200), u(0.03, 0.25), 0.07)


def upright_bass(dice: Dice) -> Plucked:
    """A double bass, plucked."""
    u = dice.uniform
    return Plucked(u(0.35, 0.7), u(0.2, 0.35), u(500, 1300), u(250, 600), u(0.05, 0.2), 0.09, u(95, 125))


def synth_pluck(dice: Dice) -> Subtractive:
    """A short synthesiser note for arpeggios."""
    u = dice.uniform
    envelope = Envelope(0.002, u(0.08, 0.3), u(0.0, 0.2), u(0.05, 0.2))
    voices = int(pick(dice, (1, 1, 2)))
    return Subtractive(envelope, u(400, 1400), u(1.5, 3.8), u(0.04, 0.12), u(0.1, 0.5), u(0.0, 1.0), 0.0, voices, 9.0)


def synth_lead(dice: Dice) -> Subtractive:
    """A solo synthesiser voice."""
    u = dice.uniform
    envelope = Envelope(u(0.003, 0.03), 0.5, u(0.5, 0.9), u(0.06, 0.2))
    voices = int(pick(dice, (1, 2, 2)))
    wave, vibrato = u(0.0, 1.0), u(0.0, 16.0)
    return Subtractive(envelope, u(1200, 4500), u(0.3, 1.6), u(0.1, 0.4), u(0.1, 0.4), wave, 0.0, voices, 7.0, vibrato)


def singer(dice: Dice) -> Voice:
    """A singing voice."""
    vowels = (str(pick(dice, ("a", "e", "o"))), str(pick(dice, ("e", "i", "a", "u", "o"))))
    u = dice.uniform
    return Voice(vowels, u(0.08, 0.4), u(8.0, 35.0), u(0.01, 0.08), seed=int(dice.integers(1000)))


def steel_guitar(dice: Dice) -> Plucked:
    """A steel-string acoustic guitar."""
    u = dice.uniform
    return Plucked(u(0.8, 1.6), u(0.08, 0.2), u(3500, 8000), u(900, 2200), u(0.08, 0.3), 0.1, u(95, 130))


def nylon_guitar(dice: Dice) -> Plucked:
    """A classical guitar."""
    u = dice.uniform
    return Plucked(u(0.5, 1.0), u(0.12, 0.3), u(1400, 3500), u(500, 1100), u(0.05, 0.2), 0.1, u(95, 120))


def clean_guitar(dice: Dice) -> Amplified:
    """One string of an electric guitar, hardly driven: funk chops and arpeggios."""
    u = dice.uniform
    string = Plucked(u(0.4, 1.1), u(0.1, 0.25), u(2500, 6000), u(900, 2200))
    return Amplified(string, (0,), u(-6.0, 8.0), u(4500, 7000), u(0.0, 6.0), u(0.0, 4.0), doubled=False)


def driven_guitar(dice: Dice, low_db: float, high_db: float) -> Amplified:
    """Power chords, doubled left and right."""
    u = dice.uniform
    string = Plucked(u(1.2, 2.4), u(0.08, 0.2), u(3000, 5500), u(1500, 3500))
    return Amplified(string, (0, 7, 12), u(low_db, high_db), u(3600, 6500), u(1.0, 7.0), u(0.0, 7.0))


def harp(dice: Dice) -> Plucked:
    """A harp, or a kora."""
    u = dice.uniform
    return Plucked(u(0.9, 1.8), u(0.3, 0.48), u(1500, 4000), u(600, 1400), u(0.02, 0.1), 0.5)


def piano(dice: Dice) -> Piano:
    """A piano, felt to bright."""
    return Piano(2.0 ** dice.uniform(10.3, 12.6), dice.uniform(0.8, 2.0))


def electric_piano(dice: Dice) -> ElectricPiano:
    """Tines, mellow to bell-like."""
    return ElectricPiano(dice.uniform(0.6, 2.4), dice.uniform(0.6, 1.4), dice.uniform(0.05, 0.5))


def organ(dice: Dice) -> Organ:
    """A tonewheel organ with its drawbars set anew."""
    drawbars = (*(int(n) for n in dice.integers(4, 9, 3)), *(int(n) for n in dice.integers(0, 8, 6)))
    return Organ(drawbars, float(pick(dice, (0.9, 5.8, 6.6))), dice.uniform(0.1, 0.45), dice.uniform(0.03, 0.3))


def mallet(dice: Dice) -> Mallet:
    """Marimba, vibraphone, glockenspiel or music box."""
    u = dice.uniform
    kinds = (
        Mallet((1.0, 4.0, 9.2), (1.0, 0.25, 0.08), u(0.2, 0.5), 0.0, u(0.1, 0.4)),
        Mallet((1.0, 4.0, 10.0), (1.0, 0.35, 0.1), u(0.9, 1.8), u(0.1, 0.4), 0.1),
        Mallet((1.0, 2.76, 5.4, 8.93), (1.0, 0.5, 0.3, 0.15), u(0.5, 1.2), 0.0, 0.15),
        Mallet((1.0, 2.0, 3.01, 5.43, 7.2), (1.0, 0.5, 0.35, 0.3, 0.15), u(0.6, 1.4), 0.0, 0.05),
    )
    return pick(dice, kinds)


def brass(dice: Dice, players: int = 3) -> Blown:
    """Trumpets, trombones or horns."""
    u = dice.uniform
    return Blown(u(0.02, 0.07), u(1400, 3800), 1.0, u(0.01, 0.04), u(3.0, 12.0), u(900, 1600), players)


def saxophone(dice: Dice) -> Blown:
    """A reed with a bright edge."""
    u = dice.uniform
    return Blown(u(0.02, 0.05), u(1500, 3200), u(0.6, 1.0), u(0.04, 0.15), u(10.0, 22.0), u(700, 1300))


def woodwind(dice: Dice) -> Blown:
    """Flute, clarinet or oboe."""
    u = dice.uniform
    kinds = (
        Blown(u(0.05, 0.1), u(700, 1400), 0.8, u(0.15, 0.5), u(10, 22)),
        Blown(u(0.03, 0.06), u(1200, 2500), u(0.05, 0.25), u(0.02, 0.08), u(2, 8)),
        Blown(u(0.03, 0.05), u(2000, 3500), 1.0, u(0.02, 0.05), u(10, 20), u(1000, 1500)),
    )
    return pick(dice, kinds)


def solo_string(dice: Dice) -> Bowed:
    """A fiddle, viola or cello."""
    u = dice.uniform
    return Bowed(u(0.04, 0.16), u(2200, 5000), u(250, 600), u(6.0, 26.0), u(0.01, 0.06))
