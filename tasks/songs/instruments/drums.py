"""Drums with skins: kick, snare, clap and toms, from swept sines and filtered noise."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32

from tasks.songs import synth
from tasks.songs.filters import Section, equalised
from tasks.songs.harmony import Pitch, hertz


@dataclass(frozen=True)
class Kick:
    """A sine that falls to ``pitch``, a click from the beater, and drive; ``air`` is the drum's shell and room."""

    decay_s: float = 0.16
    fall_octaves: float = 2.3
    fall_s: float = 0.022
    click: float = 0.35
    drive: float = 1.5
    click_hz: float = 3200.0
    air: float = 0.0

    def sound(
        self, pitch: Pitch, seconds: float, velocity: float, take: int, sample_rate: int
    ) -> Float32[np.ndarray, "channels samples"]:
        """One stroke; harder ones click more."""
        body = _skin(pitch, self.fall_octaves, self.fall_s, self.decay_s, sample_rate)
        beater = synth.noise((11, take), len(body)) * _decay(len(body), 0.004, sample_rate)
        click = equalised(beater, (Section("band_pass", self.click_hz, q=0.6),), sample_rate)
        driven = np.tanh(self.drive * body) / np.tanh(self.drive)
        sound = driven + self.click * velocity * click
        if self.air:
            shell = synth.noise((12, take), len(body)) * _decay(len(body), 0.4 * self.decay_s, sample_rate)
            sound = sound + self.air * equalised(shell, (Section("band_pass", 420.0, q=0.4),), sample_rate)
        return np.asarray(sound, dtype=np.float32)[None]


@dataclass(frozen=True)
class Snare:
    """Two modes of the skin and the rattle of the wires."""

    decay_s: float = 0.11
    wires: float = 0.55
    wires_s: float = 0.14
    tone_hz: float = 2600.0
    top_hz: float = 8500.0

    def sound(
        self, pitch: Pitch, seconds: float, velocity: float, take: int, sample_rate: int
    ) -> Float32[np.ndarray, "channels samples"]:
        """One stroke, in stereo since overheads hear the wires from two sides."""
        skin = _skin(pitch, 0.5, 0.012, self.decay_s, sample_rate)
        second = _skin(pitch + 9.6, 0.3, 0.01, 0.6 * self.decay_s, sample_rate)
        skin[: len(second)] += 0.6 * second
        fade = _decay(len(skin), self.wires_s * (0.6 + 0.4 * velocity), sample_rate)
        sections = (
            Section("high_pass", 900.0),
            Section("bell", self.tone_hz, 5.0, 0.7),
            Section("low_pass", self.top_hz, q=0.5),
        )
        shared = synth.noise((21, take), len(skin))
        sides = [shared + 0.5 * synth.noise((22 + side, take), len(skin)) for side in (0, 1)]
        rattle = equalised(np.stack(sides) * fade, sections, sample_rate)
        return np.asarray(np.tanh(1.4 * (0.7 * skin + self.wires * velocity * rattle)), dtype=np.float32)


@dataclass(frozen=True)
class Clap:
    """Several hands a few milliseconds apart, then the room."""

    centre_hz: float = 1500.0
    tail_s: float = 0.09

    def sound(
        self, pitch: Pitch, seconds: float, velocity: float, take: int, sample_rate: int
    ) -> Float32[np.ndarray, "channels samples"]:
        """One clap in stereo."""
        t = synth.times(7.0 * self.tail_s, sample_rate)
        hands = np.zeros((2, len(t)))
        for hand, at in enumerate((0.0, 0.009, 0.019, 0.029)):
            burst = np.where(t >= at, np.exp(-(t - at) / (0.006 if at < 0.029 else self.tail_s)), 0.0)
            hands[hand % 2] += burst
            hands[1 - hand % 2] += 0.6 * burst
        hiss = np.stack([synth.noise((31 + side, take), len(t)) for side in (0, 1)])
        sections = (Section("high_pass", 600.0), Section("band_pass", self.centre_hz, q=0.7))
        return equalised((hands * hiss).astype(np.float32), sections, sample_rate)


@dataclass(frozen=True)
class Tom:
    """A tuned skin with a longer fall than a snare."""

    decay_s: float = 0.22

    def sound(
        self, pitch: Pitch, seconds: float, velocity: float, take: int, sample_rate: int
    ) -> Float32[np.ndarray, "channels samples"]:
        """One stroke with a breath of stick noise."""
        skin = _skin(pitch, 0.8, 0.04, self.decay_s, sample_rate)
        stick = synth.noise((41, take), len(skin)) * _decay(len(skin), 0.02, sample_rate)
        return np.asarray(np.tanh(1.5 * skin + 0.15 * velocity * stick), dtype=np.float32)[None]


def _decay(samples: int, seconds: float, sample_rate: int) -> Float32[np.ndarray, " samples"]:
    """An exponential decay with the given time constant."""
    return np.exp(-np.arange(samples) / (seconds * sample_rate)).astype(np.float32)


def _skin(
    pitch: Pitch, fall_octaves: float, fall_s: float, decay_s: float, sample_rate: int
) -> Float32[np.ndarray, " samples"]:
    """A sine that falls by ``fall_octaves`` to the pitch while it dies away."""
    t = synth.times(6.0 * decay_s, sample_rate)
    frequency = hertz(pitch) * 2.0 ** (fall_octaves * np.exp(-t / fall_s))
    phase = 2.0 * np.pi * np.cumsum(frequency) / sample_rate
    return np.asarray(np.sin(phase) * np.exp(-t / decay_s), dtype=np.float32)
