"""Many players of one note at once: pads, string sections, choirs, supersaws and organs with chorus."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from jaxtyping import Complex64, Float, Float32
from scipy import fft

from tasks.songs import synth
from tasks.songs.harmony import Pitch, hertz

LOOP_S = 0.743
"""Of a short note; longer ones get up to four times as much before it repeats."""
BREATH = 0.024
"""Amplitude of the breath in one hertz, beside the fundamental of one player."""
AIR_TAKES = 1 << 16
"""So many places in one long noise at which the breath of a note may begin."""
Resonance = tuple[float, float, float]
"""Centre and width in hertz, gain in decibels."""


@dataclass(frozen=True)
class Ensemble:
    """A loop of detuned partials from one inverse FFT (PADsynth, N. O. Nasca), under an envelope and a low-pass.

    ``falloff`` is the power of the harmonic number that the source falls with, ``even`` the share of even
    harmonics, ``body`` resonances over a floor; the low-pass opens by ``sweep_octaves`` with the envelope.
    """

    envelope: synth.Envelope
    cutoff_hz: float = 4000.0
    sweep_octaves: float = 1.0
    falloff: float = 1.0
    even: float = 1.0
    players: int = 7
    detune_cents: float = 10.0
    body: tuple[Resonance, ...] = ()
    air: float = 0.0

    def sound(
        self, pitch: Pitch, seconds: float, velocity: float, take: int, sample_rate: int
    ) -> Float32[np.ndarray, "2 samples"]:
        """One note in stereo; harder notes open the low-pass further."""
        level = self.envelope.shape(seconds, sample_rate)
        opening = self.envelope.opening(seconds, sample_rate)
        rng = np.random.default_rng((int(100 * pitch), take, self.players))
        loops = next((times for times in (1, 2) if len(level) < times * LOOP_S * sample_rate), 4)
        size = 2 * fft.next_fast_len(round(0.5 * loops * LOOP_S * sample_rate))
        frequency = np.arange(size // 2 + 1) * (sample_rate / size)
        cutoffs = self.cutoff_hz * 2.0 ** (velocity - 1.0 + np.asarray([0.0, self.sweep_octaves]))
        gains = synth.lowpass_gain(frequency, np.maximum(cutoffs, hertz(pitch)), 0.2).astype(np.float32)
        partials = np.stack(list(self._sides(hertz(pitch), frequency, sample_rate, rng)))
        tones = fft.irfft(partials[:, None] * gains, size, norm="forward")
        # Twice in a row and so on, until the note is over.
        repeated = np.tile(tones, -(-len(level) // size))[..., : len(level)]
        closed, opened = repeated[:, 0], repeated[:, 1]
        return np.asarray(level * (closed + opening * (opened - closed)), dtype=np.float32)

    def _sides(
        self, pitch_hz: float, frequency: Float[np.ndarray, " bins"], sample_rate: int, rng: np.random.Generator
    ) -> Iterator[Complex64[np.ndarray, " bins"]]:
        """What sounds in the loop's bins, left and right: every player's every harmonic, and breath."""
        k = synth.harmonics_below(pitch_hz, sample_rate)
        amplitude = k**-self.falloff * np.where(k % 2 == 0, self.even, 1.0) * self._body(k * pitch_hz)
        # As loud in all however long the loop is and however many bins it has.
        hush = BREATH * self.air * np.sqrt(frequency[1])
        breath = (hush * self._body(frequency)).astype(np.float32) if self.air else None
        for _ in ("left", "right"):
            detune = 2.0 ** (rng.normal(0.0, self.detune_cents, self.players) / 1200.0)
            bins = np.rint(k[:, None] * detune * (pitch_hz / frequency[1])).astype(np.int64)
            phases = np.exp(2j * np.pi * rng.random(bins.shape))
            partials = np.zeros(len(frequency), dtype=np.complex64)
            np.add.at(
                partials, np.minimum(bins, len(frequency) - 1), (amplitude[:, None] * phases).astype(np.complex64)
            )
            if breath is not None:
                hiss = synth.noise((191,), AIR_TAKES + 2 * len(frequency))[rng.integers(AIR_TAKES) :]
                partials += breath * hiss[: 2 * len(frequency)].view(np.complex64)
            partials[:4] = 0.0
            yield partials

    def _body(self, frequency_hz: Float[np.ndarray, " bins"]) -> Float[np.ndarray, " bins"]:
        """Gain of the resonances that all players share."""
        gain = np.ones_like(frequency_hz)
        for centre, width, gain_db in self.body:
            gain += (10.0 ** (gain_db / 20.0) - 1.0) / (1.0 + ((frequency_hz - centre) / width) ** 2)
        return gain
