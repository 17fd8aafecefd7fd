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

    def sound(
        self, pitch: Pitch, seconds: float, velocity: float, take: int, sample_rate: int
    ) -> Float32[np.ndarray, "channels samples"]:
        """One stroke in stereo; softer ones are shorter and duller."""
        decay = self.decay_s * (0.7 + 0.3 * velocity)
        t = synth.times(6.0 * decay, sample_rate)
        clang = sum(np.sign(np.sin(2.0 * np.pi * 2.3 * hz * t + take)) for hz in METAL_HZ) / len(METAL_HZ)
        shared = synth.noise((51, take), len(t)) + self.metal * np.asarray(clang, dtype=np.float32) * 2.0
        sides = [shared + self.spread * synth.noise((52 + side, take), len(t)) for side in (0, 1)]
        sections = (
            Section("high_pass", self.edge_hz * (0.6 + 0.4 * velocity)),
            Section("high_pass", self.edge_hz),
            Section("low_pass", 11500.0, q=0.6),
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
        t = synth.times(seconds, sample_rate)
        progress = t / t[-1]
        hiss = np.stack([synth.noise((71 + side, take), len(t)) for side in (0, 1)])
        centres = np.geomspace(self.low_hz, self.high_hz, 7)
        rise = np.zeros_like(hiss)
        for band, centre in enumerate(centres):
            here = np.maximum(0.0, 1.0 - np.abs(progress * (len(centres) - 1) - band)).astype(np.float32)
            rise += here * equalised(hiss, (Section("band_pass", float(centre), q=1.2),), sample_rate)
        return np.asarray(rise * progress**2, dtype=np.float32)
