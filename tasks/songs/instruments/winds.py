"""What is blown: brass, reeds, flutes, and the pipes of an organ."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32

from tasks.songs import synth
from tasks.songs.filters import Section, equalised
from tasks.songs.harmony import Pitch, hertz

FRAMES = 8
DRAWBARS = (1, 3, 2, 4, 6, 8, 10, 12, 16)
"""Harmonics of the octave below the note: 16', 5 1/3', 8', 4', 2 2/3', 2', 1 3/5', 1 1/3', 1'."""


@dataclass(frozen=True)
class Blown:
    """A wind whose spectrum opens with its level, as brass does; ``even`` 0 is a clarinet, ``breath`` a flute."""

    attack_s: float = 0.04
    brightness_hz: float = 2500.0
    even: float = 1.0
    breath: float = 0.02
    vibrato_cents: float = 10.0
    formant_hz: float = 0.0
    players: int = 1

    def sound(
        self, pitch: Pitch, seconds: float, velocity: float, take: int, sample_rate: int
    ) -> Float32[np.ndarray, "channels samples"]:
        """One note; more than one player is heard from two sides."""
        envelope = synth.Envelope(self.attack_s, 0.25, 0.8, 0.07)
        level = envelope.shape(seconds, sample_rate)
        t = np.arange(len(level), dtype=np.float64) / sample_rate
        frequency = hertz(pitch)
        k = synth.harmonics_below(frequency, sample_rate)
        cutoffs = np.maximum(self.brightness_hz * 2.0 ** np.linspace(-2.5, 1.5 * velocity - 0.7, FRAMES), frequency)
        source = np.where(k % 2 == 0, self.even, 1.0) / k**0.6
        if self.formant_hz:
            source = source * (1.0 + 2.0 / (1.0 + ((k * frequency - self.formant_hz) / (0.3 * self.formant_hz)) ** 2))
        tables = synth.wavetables(source * synth.lowpass_gain(k * frequency, cutoffs, 0.1))
        position = (FRAMES - 1) * envelope.opening(seconds, sample_rate).astype(np.float64)
        rng = np.random.default_rng((int(100 * pitch), take, self.players))
        sides = [np.zeros(len(t), dtype=np.float32) for _ in range(min(self.players, 2))]
        slow = t.astype(np.float32)
        depth = self.vibrato_cents * np.clip((slow - 0.2) / 0.4, 0.0, 1.0)
        scoop = 45.0 * np.exp(-slow / 0.025)
        for player in range(self.players):
            cents = float(rng.normal(0.0, 6.0)) if self.players > 1 else 0.0
            wave = depth * np.sin(np.float32(2.0 * np.pi * (5.0 + rng.normal(0.0, 0.3))) * slow)
            bend = (cents + wave - scoop) * (np.log(2.0) / 1200.0)
            cycles = np.cumsum(1.0 + bend, dtype=np.float64) * (frequency / sample_rate) + rng.random()
            sides[player % 2] += synth.sweep(tables, cycles, position)
        hiss = equalised(
            synth.noise((121, take), len(t)), (Section("band_pass", max(1200.0, frequency), q=0.4),), sample_rate
        )
        return np.asarray(level * (np.stack(sides) + self.breath * hiss), dtype=np.float32)


@dataclass(frozen=True)
class Organ:
    """A tonewheel organ: drawbars 0 to 8, key click, and a rotating speaker."""

    drawbars: tuple[int, ...] = (8, 8, 8, 4, 0, 2, 0, 0, 3)
    rotor_hz: float = 6.2
    depth: float = 0.35
    click: float = 0.15

    def sound(
        self, pitch: Pitch, seconds: float, velocity: float, take: int, sample_rate: int
    ) -> Float32[np.ndarray, "2 samples"]:
        """One key, held; the horn throws it from side to side."""
        level = synth.Envelope(0.004, 1.0, 1.0, 0.04).shape(seconds, sample_rate)
        t = np.arange(len(level), dtype=np.float64) / sample_rate
        frequency = 0.5 * hertz(pitch)
        amplitudes = np.zeros(max(DRAWBARS))
        for harmonic, pulled in zip(DRAWBARS, self.drawbars, strict=True):
            if pulled and harmonic * frequency < 0.45 * sample_rate:
                amplitudes[harmonic - 1] = 10.0 ** (-3.0 * (8 - pulled) / 20.0)
        turn = 2.0 * np.pi * self.rotor_hz * t + 0.3 * take
        cycles = frequency * t + 0.0012 * frequency * np.sin(turn) / self.rotor_hz
        tone = synth.sweep(synth.wavetables(amplitudes[None]), cycles, np.zeros_like(t))
        fade = np.exp(-t / 0.004).astype(np.float32)
        tone = tone + self.click * fade * synth.noise((131, take), len(t))
        wobble = (self.depth * np.sin(turn)).astype(np.float32)
        return np.asarray(level * np.stack([tone * (1.0 + wobble), tone * (1.0 - wobble)]), dtype=np.float32)
