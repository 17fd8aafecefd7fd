"""Metal and noise: hats, crash, shaker and the risers that lead into a new section."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32

from tasks.songs import synth
from tasks.songs.filters import Section, equalised
from tasks.songs.harmony import Pitch

# Square-wave oscillators of the TR-808's cymbal circuit.
METAL_HZ = (205.3, 304.4, 369.6, 522.7, 540.0, 800.0)


@dataclass(frozen=True)
class Cymbal:
    """Hiss and inharmonic metal above ``edge_hz``: a closed hat, an open hat or a crash by its decay."""

    decay_s: float
    edge_hz: float = 7000.0
    metal: float = 0.3
    spread: float = 0.5
    backwards: bool = False
    top_hz: float = 11500.0

    def sound(
        self, pitch: Pitch, seconds: float, velocity: float, take: int, sample_rate: int
    ) -> Float32[np.ndarray, "channels samples"]:
        """One stroke in stereo; softer ones are shorter and duller."""
        decay = self.decay_s * (0.7 + 0.3 * velocity)
        t = synth.times(4.5 * decay, sample_rate).astype(np.float32)
        shared = synth.noise((51, take), len(t)) + self.metal * _clang(len(t), 0.16 * take, sample_rate)
        sides = [shared + self.spread * synth.noise((52 + side, take), len(t)) for side in (0, 1)]
        sections = (
            Section("high_pass", self.edge_hz * (0.6 + 0.4 * velocity)),
            Section("high_pass", self.edge_hz),
            Section("low_pass", self.top_hz, q=0.6),
        )
        fade = np.exp(-t / decay) + 0.5 * np.exp(-t / (0.12 * decay))
        struck = equalised(np.stack(sides), sections, sample_rate) * fade.astype(np.float32)
        return np.ascontiguousarray(struck[:, ::-1]) if self.backwards else struck


@dataclass(frozen=True)
class Shaker:
    """Grains of noise that swell and stop."""

    centre_hz: float = 6500.0

    def sound(
        self, pitch: Pitch, seconds: float, velocity: float, take: int, sample_rate: int
    ) -> Float32[np.ndarray, "channels samples"]:
        """One shake."""
        t = synth.times(0.12, sample_rate)
        swell = np.minimum(1.0, t / 0.03) ** 2 * np.exp(-np.maximum(0.0, t - 0.03) / 0.02)
        grains = synth.noise((61, take), len(t)) * swell.astype(np.float32)
        return equalised(grains, (Section("band_pass", self.centre_hz, q=0.9),), sample_rate)[None]


@dataclass(frozen=True)
class Riser:
    """Noise whose band climbs from ``low_hz`` to ``high_hz`` through the note, swelling."""

    low_hz: float = 400.0
    high_hz: float = 9000.0

    def sound(
        self, pitch: Pitch, seconds: float, velocity: float, take: int, sample_rate: int
    ) -> Float32[np.ndarray, "channels samples"]:
        """One rise in stereo, as long as the note."""
        samples = max(32, round(seconds * sample_rate))
        progress = np.linspace(0.0, 1.0, 64)[:, None]
        centre = self.low_hz * (self.high_hz / self.low_hz) ** progress
        frequency = np.linspace(0.0, 0.5 * sample_rate, 513)
        band = 1.0 / (1.0 + (np.log2(np.maximum(frequency, 20.0) / centre) / 0.6) ** 2) * progress**2
        sides = [synth.coloured_noise(band, samples, np.random.default_rng((71 + side, take))) for side in (0, 1)]
        return np.stack(sides)


def _clang(samples: int, phase: float, sample_rate: int) -> Float32[np.ndarray, " samples"]:
    """The square waves added up, between -2 and 2."""
    # A phase that wraps round 32 bits stands in the second half of its turn while its top bit is set.
    turn = 2.0**32
    places = np.arange(samples, dtype=np.uint32)
    high = np.zeros(samples, dtype=np.uint32)
    for hz in METAL_HZ:
        high += (places * np.uint32(2.3 * hz / sample_rate * turn) + np.uint32(phase % 1.0 * turn)) >> np.uint32(31)
    return np.float32(2.0) - np.float32(4.0 / len(METAL_HZ)) * high.astype(np.float32)
