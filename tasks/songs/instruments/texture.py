"""Beds of noise: vinyl, rain, breath and wind behind an ambient or a boom-bap track."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32

from tasks.songs import synth
from tasks.songs.harmony import Pitch


@dataclass(frozen=True)
class Texture:
    """Hiss that wanders in level and colour around ``centre_hz``, with ``crackles`` a second."""

    centre_hz: float = 2500.0
    octaves: float = 2.0
    wander_db: float = 5.0
    crackles: float = 0.0

    def sound(
        self, pitch: Pitch, seconds: float, velocity: float, take: int, sample_rate: int
    ) -> Float32[np.ndarray, "2 samples"]:
        """As long as the note."""
        samples = max(2048, round(seconds * sample_rate))
        frequency = np.maximum(np.linspace(0.0, 0.5 * sample_rate, 257), 40.0)
        rng = np.random.default_rng((161, take))
        sides = []
        for _ in ("left", "right"):
            moves = np.interp(np.arange(96), np.arange(0, 96, 8), rng.standard_normal(12))[:, None]
            centre = self.centre_hz * 2.0 ** (0.4 * moves)
            colour = 1.0 / (1.0 + (np.log2(frequency / centre) / self.octaves) ** 2)
            bed = synth.coloured_noise(colour * 10.0 ** (self.wander_db * moves / 20.0), samples, rng)
            at = rng.integers(0, samples, rng.poisson(self.crackles * seconds))
            bed[at] += 5.0 * rng.standard_normal(len(at), dtype=np.float32)
            sides.append(bed)
        fade = np.minimum(1.0, np.minimum(np.arange(samples), np.arange(samples)[::-1]) / (0.3 * sample_rate))
        return np.asarray(np.stack(sides) * fade, dtype=np.float32)
