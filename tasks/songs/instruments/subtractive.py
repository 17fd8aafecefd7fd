"""Analogue-style synthesiser voice: bass, pluck, lead and pad are settings of it."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Float32

from tasks.songs import synth
from tasks.songs.harmony import Pitch, hertz

FRAMES = 16


@dataclass(frozen=True)
class Subtractive:
    """Oscillators through a low-pass that opens on each note and closes again.

    ``square`` 0 to 1 thins the even harmonics; ``sweep_octaves`` is how far the filter opens above ``cutoff_hz``
    and ``sweep_s`` how fast it closes; ``voices`` above 1 are detuned pairs, one left and one right.
    """

    envelope: synth.Envelope
    cutoff_hz: float
    sweep_octaves: float = 0.0
    sweep_s: float = 0.2
    resonance: float = 0.2
    square: float = 0.0
    sub: float = 0.0
    voices: int = 1
    detune_cents: float = 9.0
    vibrato_cents: float = 0.0

    def sound(
        self, pitch: Pitch, seconds: float, velocity: float, take: int, sample_rate: int
    ) -> Float32[np.ndarray, "channels samples"]:
        """One note; harder notes open the filter further."""
        level = self.envelope.shape(seconds, sample_rate)
        t = np.arange(len(level), dtype=np.float64) / sample_rate
        tables = self._tables(hertz(pitch), velocity, sample_rate)
        position = (FRAMES - 1) * np.exp(-t / self.sweep_s)
        rng = np.random.default_rng((int(pitch * 100), take, self.voices))
        if self.voices == 1:
            return np.asarray(level * self._voice(tables, hertz(pitch), t, position, 0.0))[None]
        sides = []
        spread = np.linspace(-1.0, 1.0, self.voices) * self.detune_cents
        for cents in (spread[::2], spread[1::2]):
            tones = [self._voice(tables, hertz(pitch + c / 100.0), t, position, rng.random()) for c in cents.tolist()]
            sides.append(np.sum(tones, axis=0) * level / np.sqrt(len(tones)))
        return np.asarray(np.stack(sides), dtype=np.float32)

    def _tables(self, frequency_hz: float, velocity: float, sample_rate: int) -> Float32[np.ndarray, "frames size"]:
        """Frames from the closed to the open filter."""
        k = synth.harmonics_below(frequency_hz, sample_rate)
        shape = np.where(k % 2 == 0, 1.0 - self.square, 1.0) / k
        shape[0] += self.sub
        opening = np.linspace(0.0, self.sweep_octaves, FRAMES) + (velocity - 1.0)
        cutoff = np.maximum(self.cutoff_hz * 2.0**opening, 0.5 * frequency_hz)
        return synth.wavetables(shape * synth.lowpass_gain(k * frequency_hz, cutoff, self.resonance))

    def _voice(
        self,
        tables: Float32[np.ndarray, "frames size"],
        frequency_hz: float,
        t: Float[np.ndarray, " samples"],
        position: Float[np.ndarray, " samples"],
        phase: float,
    ) -> Float32[np.ndarray, " samples"]:
        """One oscillator, its vibrato growing in after a moment."""
        cycles = frequency_hz * t + phase
        if self.vibrato_cents:
            depth = self.vibrato_cents / 1200.0 * np.log(2.0) * np.minimum(1.0, t / 0.4)
            cycles = cycles + depth * frequency_hz * np.sin(2.0 * np.pi * 5.4 * t) / (2.0 * np.pi * 5.4)
        return synth.sweep(tables, cycles, position)
