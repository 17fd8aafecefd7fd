"""Strings that are plucked, bowed, or plucked and sent through an amplifier."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32

from tasks.songs import synth
from tasks.songs.filters import Section, equalised
from tasks.songs.harmony import Pitch, hertz

FRAMES = 14
SPAN_S = 2.5


@dataclass(frozen=True)
class Plucked:
    """A plucked string: what Karplus and Strong's loop leaves of each harmonic, laid out as wavetables.

    ``place`` is where it is plucked (share of the string), ``brightness_hz`` how sharp the plectrum or finger is,
    ``damping_hz`` the harmonic that dies twice as fast as the fundamental, ``noise`` the level of the touch.
    """

    decay_s: float = 1.0
    place: float = 0.18
    brightness_hz: float = 3000.0
    damping_hz: float = 900.0
    noise: float = 0.1
    release_s: float = 0.08
    body_hz: float = 0.0

    def sound(
        self, pitch: Pitch, seconds: float, velocity: float, take: int, sample_rate: int
    ) -> Float32[np.ndarray, "1 samples"]:
        """One note; harder ones are brighter."""
        string = vibrating(self, pitch, seconds, velocity, 0.11 * take, sample_rate)
        touch = synth.noise((101, take), min(len(string), round(0.03 * sample_rate)))
        touch = touch * np.exp(-np.arange(len(touch), dtype=np.float32) / (0.004 * sample_rate))
        string[: len(touch)] += self.noise * velocity * equalised(touch, (Section("band_pass", 2500.0),), sample_rate)
        if self.body_hz:
            body = (Section("bell", self.body_hz, 7.0, 2.0), Section("bell", 2.1 * self.body_hz, 4.0, 2.0))
            string = equalised(string, body, sample_rate)
        return string[None]


def vibrating(
    string: Plucked, pitch: Pitch, seconds: float, velocity: float, phase: float, sample_rate: int
) -> Float32[np.ndarray, " samples"]:
    """The bare string, its harmonics dying at their own rates, damped after ``seconds``."""
    frequency = hertz(pitch)
    decay_s = string.decay_s * (220.0 / max(frequency, 40.0)) ** 0.35
    level = synth.Envelope(0.0015, decay_s, 0.0, string.release_s).shape(min(seconds, 4.0 * decay_s), sample_rate)
    t = np.arange(len(level), dtype=np.float64) / sample_rate
    k = synth.harmonics_below(frequency, sample_rate)
    sharp_hz = string.brightness_hz * (0.35 + 0.65 * velocity)
    plucked = (np.abs(np.sin(np.pi * k * string.place)) + 0.03) / k / np.sqrt(1.0 + (k * frequency / sharp_hz) ** 4)
    # The rate of each harmonic above that of the envelope, at places closer together while the string is young.
    rate = ((k - 1.0) * frequency / string.damping_hz) / decay_s
    age = (np.linspace(0.0, 1.0, FRAMES) ** 2 * SPAN_S)[:, None]
    position = (FRAMES - 1) * np.sqrt(np.minimum(t / SPAN_S, 1.0))
    return level * synth.sweep(synth.wavetables(plucked * np.exp(-age * rate)), frequency * t + phase, position)


@dataclass(frozen=True)
class Amplified:
    """An electric guitar: the strings of a chord driven through an amplifier into a cabinet.

    ``intervals`` are sounded together, since distortion is of the sum; ``doubled`` plays it twice, left and right.
    """

    string: Plucked
    intervals: tuple[int, ...] = (0, 7, 12)
    drive_db: float = 30.0
    cabinet_hz: float = 4500.0
    presence_db: float = 5.0
    scoop_db: float = 0.0
    doubled: bool = True

    def sound(
        self, pitch: Pitch, seconds: float, velocity: float, take: int, sample_rate: int
    ) -> Float32[np.ndarray, "channels samples"]:
        """One stroke, strummed within a few milliseconds."""
        rng = np.random.default_rng((int(pitch * 10), take, len(self.intervals)))
        sides = [self._take(pitch, seconds, velocity, rng, sample_rate) for _ in range(2 if self.doubled else 1)]
        length = min(len(side) for side in sides)
        return np.stack([side[:length] for side in sides])

    def _take(
        self, pitch: Pitch, seconds: float, velocity: float, rng: np.random.Generator, sample_rate: int
    ) -> Float32[np.ndarray, " samples"]:
        strings = [
            vibrating(
                self.string, pitch + step + rng.normal(0.0, 0.03), seconds, velocity, float(rng.random()), sample_rate
            )
            for step in self.intervals
        ]
        chord = np.zeros(max(len(string) for string in strings), dtype=np.float32)
        for string, late in zip(strings, rng.integers(0, round(0.012 * sample_rate), len(strings)), strict=True):
            chord[late:] += string[: len(chord) - late]
        chord = equalised(chord, (Section("high_pass", 130.0), Section("bell", 800.0, 4.0, 0.6)), sample_rate)
        driven = np.tanh(np.float32(10.0 ** (self.drive_db / 20.0)) * chord / np.abs(chord).max() + 0.15)
        # Doubling each take a little differently equalised is what two microphones would do.
        cabinet = (
            Section("high_pass", 75.0),
            Section("bell", 110.0, 3.0, 1.0),
            Section("bell", 450.0, -self.scoop_db, 0.8),
            Section("bell", 2600.0 * 2.0 ** rng.normal(0.0, 0.1), self.presence_db, 1.0),
            Section("low_pass", self.cabinet_hz, q=0.9),
            Section("low_pass", 1.4 * self.cabinet_hz, q=0.6),
        )
        return equalised(driven.astype(np.float32), cabinet, sample_rate)


@dataclass(frozen=True)
class Bowed:
    """A bowed string: a sawtooth through the resonances of a wooden body, with vibrato and the noise of the bow."""

    attack_s: float = 0.09
    brightness_hz: float = 3500.0
    body_hz: float = 480.0
    vibrato_cents: float = 18.0
    noise: float = 0.03

    def sound(
        self, pitch: Pitch, seconds: float, velocity: float, take: int, sample_rate: int
    ) -> Float32[np.ndarray, "1 samples"]:
        """One note; harder ones are brighter."""
        envelope = synth.Envelope(self.attack_s, 0.5, 0.8, 0.18)
        level = envelope.shape(seconds, sample_rate)
        t = np.arange(len(level), dtype=np.float64) / sample_rate
        frequency = hertz(pitch)
        k = synth.harmonics_below(frequency, sample_rate)
        cutoffs = self.brightness_hz * 2.0 ** np.linspace(-1.2, 0.6 * velocity, 6)
        body = 1.0 + 1.2 / (1.0 + ((k * frequency - self.body_hz) / 90.0) ** 2)
        body += 0.9 / (1.0 + ((k * frequency - 2700.0) / 600.0) ** 2)
        tables = synth.wavetables(body / k * synth.lowpass_gain(k * frequency, cutoffs, 0.1))
        depth = self.vibrato_cents / 1200.0 * np.log(2.0) * np.clip((t - 0.12) / 0.3, 0.0, 1.0)
        rate = 5.6 + 0.15 * take
        cycles = frequency * t + depth * frequency * np.sin(2.0 * np.pi * rate * t) / (2.0 * np.pi * rate)
        bow = equalised(synth.noise((111, take), len(t)), (Section("band_pass", 3000.0, q=0.5),), sample_rate)
        tone = synth.sweep(tables, cycles, 5.0 * envelope.opening(seconds, sample_rate).astype(np.float64))
        return np.asarray(level * (tone + self.noise * bow), dtype=np.float32)[None]
