"""Struck keyboards: an FM electric piano and a piano whose upper harmonics die first."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32

from tasks.songs import synth
from tasks.songs.filters import Section, equalised
from tasks.songs.harmony import Pitch, hertz

FRAMES = 12


@dataclass(frozen=True)
class ElectricPiano:
    """Two-operator FM tines: the index falls as the note decays and rises with velocity."""

    index: float = 1.4
    decay_s: float = 0.9
    tine: float = 0.25

    def sound(
        self, pitch: Pitch, seconds: float, velocity: float, take: int, sample_rate: int
    ) -> Float32[np.ndarray, "channels samples"]:
        """One note, the two channels a slow tremolo apart."""
        level = synth.Envelope(0.002, self.decay_s, 0.1, 0.12).shape(seconds, sample_rate)
        t = np.arange(len(level), dtype=np.float64) / sample_rate
        cycles = hertz(pitch) * t
        phase = np.float32(2.0 * np.pi) * (cycles - np.floor(cycles)).astype(np.float32)
        depth = (self.index * velocity * np.exp(-t / (0.4 * self.decay_s))).astype(np.float32)
        # The tine rings at the fourteenth harmonic, which high notes have no room for.
        high = min(14, int(0.4 * sample_rate / hertz(pitch)))
        ring = (self.tine * velocity * np.exp(-t / 0.05)).astype(np.float32) * np.sin(high * phase)
        tone = level * (np.sin(phase + depth * np.sin(phase)) + ring)
        wobble = (0.18 * np.sin(2.0 * np.pi * (4.6 * t + 0.13 * take))).astype(np.float32)
        return np.asarray(np.stack([tone * (1.0 + wobble), tone * (1.0 - wobble)]), dtype=np.float32)


@dataclass(frozen=True)
class Piano:
    """A piano-like string: hammer position takes out every eighth harmonic, high ones decay fastest."""

    brightness_hz: float = 3500.0
    decay_s: float = 1.1

    def sound(
        self, pitch: Pitch, seconds: float, velocity: float, take: int, sample_rate: int
    ) -> Float32[np.ndarray, "channels samples"]:
        """One note; two strings slightly apart, one louder on each side."""
        frequency = hertz(pitch)
        level = synth.Envelope(0.001, self.decay_s, 0.05, 0.15).shape(seconds, sample_rate)
        t = np.arange(len(level), dtype=np.float64) / sample_rate
        k = synth.harmonics_below(frequency, sample_rate)
        hammer = np.abs(np.sin(np.pi * k / 8.0)) + 0.05
        struck = hammer / k / (1.0 + (k * frequency / (self.brightness_hz * velocity)) ** 2)
        age = np.linspace(0.0, 1.0, FRAMES)[:, None] ** 2 * 2.0
        tables = synth.wavetables(struck * np.exp(-age * (k - 1.0) / self.decay_s))
        position = (FRAMES - 1) * np.sqrt(np.minimum(t / 2.0, 1.0))
        one = synth.sweep(tables, frequency * t, position)
        two = synth.sweep(tables, frequency * 1.0007 * t + 0.21 + 0.1 * take, position)
        sound = level * np.stack([one + 0.35 * two, 0.35 * one + two])
        hammer = synth.noise((181, take), min(len(t), round(0.02 * sample_rate)))
        hammer = hammer * np.exp(-np.arange(len(hammer)) / (0.003 * sample_rate)).astype(np.float32)
        knock = (Section("band_pass", 0.8 * self.brightness_hz, q=0.5),)
        sound[:, : len(hammer)] += 0.15 * velocity * equalised(hammer, knock, sample_rate)
        return np.asarray(sound, dtype=np.float32)
