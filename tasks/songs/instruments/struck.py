"""Bars, blocks, bells and skins that are struck by hand or mallet, and the sub-bass drum of an 808."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32

from tasks.songs import synth
from tasks.songs.filters import Section, equalised
from tasks.songs.harmony import Pitch, hertz


@dataclass(frozen=True)
class Mallet:
    """A bar or bell: a few partials, each with its own decay. ``ratios`` of a marimba, a vibraphone, a glockenspiel."""

    ratios: tuple[float, ...] = (1.0, 4.0, 9.2)
    levels: tuple[float, ...] = (1.0, 0.3, 0.1)
    decay_s: float = 0.5
    tremolo: float = 0.0
    knock: float = 0.2

    def sound(
        self, pitch: Pitch, seconds: float, velocity: float, take: int, sample_rate: int
    ) -> Float32[np.ndarray, "2 samples"]:
        """One stroke; its higher partials, louder the harder it is, die first."""
        t = synth.times(min(5.0 * self.decay_s, max(seconds, 0.4) + self.decay_s), sample_rate)
        tone = np.zeros(len(t), dtype=np.float32)
        for number, (ratio, level) in enumerate(zip(self.ratios, self.levels, strict=True)):
            frequency = ratio * hertz(pitch)
            if frequency < 0.45 * sample_rate:
                fade = np.exp((-t / (self.decay_s / (1.0 + 0.9 * number))).astype(np.float32))
                cycles = frequency * t
                wave = np.sin(np.float32(2.0 * np.pi) * (cycles - np.floor(cycles)).astype(np.float32))
                tone += level * velocity ** (0.5 * number) * fade * wave
        stick = synth.noise((141, take), len(t)) * np.exp((-t / 0.003).astype(np.float32))
        tone += self.knock * velocity * equalised(stick, (Section("band_pass", 2000.0, q=0.5),), sample_rate)
        tone *= np.minimum(1.0, (t[-1] - t) / 0.05).astype(np.float32)
        wobble = (self.tremolo * np.sin(2.0 * np.pi * 5.2 * t + 0.5 * take)).astype(np.float32)
        return np.stack([tone * (1.0 + wobble), tone * (1.0 - wobble)])


@dataclass(frozen=True)
class Block:
    """A short ping with a little noise: rim, clave, wood block, cowbell, bongo, conga, by pitch, decay and fall."""

    decay_s: float = 0.03
    overtone: float = 1.5
    overtone_level: float = 0.4
    fall_octaves: float = 0.0
    noise: float = 0.3
    bright_hz: float = 5000.0

    def sound(
        self, pitch: Pitch, seconds: float, velocity: float, take: int, sample_rate: int
    ) -> Float32[np.ndarray, "1 samples"]:
        """One stroke."""
        t = synth.times(6.0 * self.decay_s, sample_rate)
        bend = 2.0 ** (self.fall_octaves * np.exp(-t / 0.012))
        cycles = np.cumsum(bend) * (hertz(pitch) / sample_rate)
        fade = np.exp(-t / self.decay_s)
        tone = (
            np.sin(2.0 * np.pi * cycles) + self.overtone_level * np.sin(2.0 * np.pi * self.overtone * cycles)
        ) * fade
        hit = synth.noise((151, take), len(t)) * np.exp(-t / 0.006)
        bright = equalised(hit.astype(np.float32), (Section("band_pass", self.bright_hz, q=0.6),), sample_rate)
        return np.asarray(tone + self.noise * (0.4 + velocity) * bright, dtype=np.float32)[None]


@dataclass(frozen=True)
class Sub808:
    """The long bass drum of a TR-808 as a bass: a driven sine with a knock, gliding by ``glide_semitones``."""

    decay_s: float = 0.6
    drive_db: float = 6.0
    knock_octaves: float = 1.2
    glide_semitones: float = 0.0
    glide_s: float = 0.12

    def sound(
        self, pitch: Pitch, seconds: float, velocity: float, take: int, sample_rate: int
    ) -> Float32[np.ndarray, "1 samples"]:
        """One note; the glide comes halfway through it."""
        level = synth.Envelope(0.002, self.decay_s, 0.15, 0.06).shape(seconds, sample_rate)
        t = np.arange(len(level), dtype=np.float64) / sample_rate
        slide = np.clip((t - 0.5 * seconds) / self.glide_s, 0.0, 1.0)
        octaves = self.knock_octaves * np.exp(-t / 0.02) + self.glide_semitones / 12.0 * slide * slide * (
            3.0 - 2.0 * slide
        )
        cycles = np.cumsum(2.0**octaves) * (hertz(pitch) / sample_rate)
        drive = np.float32(10.0 ** (self.drive_db / 20.0))
        body = level * np.sin(np.float32(2.0 * np.pi) * (cycles - np.floor(cycles)).astype(np.float32))
        return (np.tanh(drive * body) / np.tanh(drive))[None]
