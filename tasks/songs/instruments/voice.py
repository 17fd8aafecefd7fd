"""A singing voice without words: a glottal source through the formants of two vowels."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Float32

from tasks.songs import synth
from tasks.songs.harmony import Pitch, hertz

# Formant frequency, bandwidth (Hz) and level (dB) of a tenor, after the tables in the Csound manual.
VOWELS = {
    "a": ((650, 80, 0), (1080, 90, -6), (2650, 120, -7), (2900, 130, -8), (3250, 140, -18)),
    "e": ((400, 70, 0), (1700, 80, -14), (2600, 100, -12), (3200, 120, -14), (3580, 120, -20)),
    "i": ((290, 40, 0), (1870, 90, -15), (2800, 100, -18), (3250, 120, -20), (3540, 120, -30)),
    "o": ((400, 40, 0), (800, 80, -10), (2600, 100, -12), (2800, 120, -12), (3000, 120, -26)),
    "u": ((350, 40, 0), (600, 60, -20), (2700, 100, -17), (2900, 120, -14), (3300, 120, -26)),
}
FRAMES = 8


def vowel_gain(vowel: str, frequency_hz: Float[np.ndarray, " harmonics"]) -> Float[np.ndarray, " harmonics"]:
    """Gain of the mouth at each frequency: resonances in parallel."""
    gain = np.full_like(frequency_hz, 0.01)
    for centre, bandwidth, level_db in VOWELS[vowel]:
        gain += 10.0 ** (level_db / 20.0) / np.sqrt(1.0 + ((frequency_hz - centre) / bandwidth) ** 2)
    return gain


@dataclass(frozen=True)
class Voice:
    """A voice that glides from one vowel to another, with vibrato and breath; ``singers`` above 1 make a choir."""

    vowels: tuple[str, str] = ("a", "o")
    glide_s: float = 0.25
    vibrato_cents: float = 28.0
    breath: float = 0.02
    singers: int = 1
    seed: int = 0

    def sound(
        self, pitch: Pitch, seconds: float, velocity: float, take: int, sample_rate: int
    ) -> Float32[np.ndarray, "channels samples"]:
        """One sung note; harder notes are brighter."""
        level = synth.Envelope(0.035, 0.6, 0.75, 0.12).shape(seconds, sample_rate)
        t = np.arange(len(level), dtype=np.float64) / sample_rate
        rng = np.random.default_rng((self.seed, int(100 * pitch), take))
        tables = self._tables(hertz(pitch), velocity, sample_rate)
        position = (FRAMES - 1) * np.minimum(1.0, t / self.glide_s)
        sides = [np.zeros_like(level), np.zeros_like(level)]
        for singer in range(self.singers):
            side = sides[singer % 2]
            side += synth.sweep(tables, self._cycles(hertz(pitch), t, rng), position)
        breath = self.breath * synth.noise((171, take), len(level))
        mouth = [side + breath for side in sides] if self.singers > 1 else [sides[0] + breath]
        return np.asarray(level * np.stack(mouth), dtype=np.float32)

    def _tables(self, frequency_hz: float, velocity: float, sample_rate: int) -> Float32[np.ndarray, "frames size"]:
        """Frames from the first vowel to the second; the source falls by 8 to 5 dB an octave."""
        k = synth.harmonics_below(frequency_hz, sample_rate)
        source = k ** -(1.3 - 0.4 * velocity)
        first, second = (vowel_gain(vowel, k * frequency_hz) for vowel in self.vowels)
        mix = np.linspace(0.0, 1.0, FRAMES)[:, None]
        return synth.wavetables(source * first ** (1.0 - mix) * second**mix)

    def _cycles(
        self, frequency_hz: float, t: Float[np.ndarray, " samples"], rng: np.random.Generator
    ) -> Float[np.ndarray, " samples"]:
        """Phase of one singer: a scoop into the note, then vibrato; a choir also disagrees on the pitch."""
        cents = float(rng.normal(0.0, 7.0)) if self.singers > 1 else 0.0
        rate = 5.3 + 0.4 * rng.standard_normal()
        depth = self.vibrato_cents * np.clip((t - 0.15) / 0.3, 0.0, 1.0)
        bend = cents + depth * np.sin(2.0 * np.pi * rate * t) - 60.0 * np.exp(-t / 0.03)
        turns = np.cumsum(np.exp(bend * (np.log(2.0) / 1200.0))) * frequency_hz * (t[1] - t[0])
        return np.asarray(turns + rng.random())
