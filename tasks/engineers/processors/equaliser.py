"""Equalisers: linear-phase curves, and minimum-phase filters designed otherwise than the chain's."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from jaxtyping import Float64
from scipy import signal

from tasks.engineers.engineer import Stereo

Shape = Literal["tilt", "low_shelf", "high_shelf", "bell"]
_TAPS = 8191
_TILT_OCTAVES = 3.5
"""How far from its pivot a tilt has reached nearly half of its gain."""


@dataclass(frozen=True)
class Move:
    """One move: a tilt around ``freq_hz`` (gain is treble over bass), a shelf or a bell ``octaves`` wide."""

    shape: Shape
    freq_hz: float
    gain_db: float
    octaves: float = 1.5

    def response_db(self, hz: Float64[np.ndarray, " points"]) -> Float64[np.ndarray, " points"]:
        """Gain in dB at those frequencies: smooth in octaves, made of hyperbolic tangents and Gaussians."""
        away = np.log2(np.maximum(hz, 10.0) / self.freq_hz)
        match self.shape:
            case "tilt":
                return np.asarray(0.5 * self.gain_db * np.tanh(away / _TILT_OCTAVES * 1.5))
            case "low_shelf":
                return np.asarray(0.5 * self.gain_db * (1.0 - np.tanh(2.0 * away / self.octaves)))
            case "high_shelf":
                return np.asarray(0.5 * self.gain_db * (1.0 + np.tanh(2.0 * away / self.octaves)))
            case "bell":
                return np.asarray(self.gain_db * np.exp(-0.5 * (2.0 * away / self.octaves) ** 2))


def equalised(audio: Stereo, moves: tuple[Move, ...], sample_rate: int, linear_phase: bool) -> Stereo:
    """Both channels through the sum of the moves; a linear-phase filter's delay is taken out."""
    if not moves:
        return audio
    taps = _taps(moves, sample_rate, linear_phase)
    late = (_TAPS - 1) // 2 if linear_phase else 0
    filtered = signal.oaconvolve(audio, taps[None].astype(np.float32), axes=-1)
    return np.ascontiguousarray(filtered[:, late : late + audio.shape[1]], dtype=np.float32)


def _taps(moves: tuple[Move, ...], sample_rate: int, linear_phase: bool) -> Float64[np.ndarray, " taps"]:
    size = 4 * (_TAPS + 1)
    hz = np.fft.rfftfreq(size, 1.0 / sample_rate)
    decibels = np.sum([move.response_db(hz) for move in moves], axis=0)
    magnitude = 10.0 ** (decibels / 20.0)
    if linear_phase:
        impulse = np.roll(np.fft.irfft(magnitude), (_TAPS - 1) // 2)[:_TAPS]
        return np.asarray(impulse * np.hanning(_TAPS + 2)[1:-1])
    return _minimum_phase(magnitude)[:_TAPS]


def _minimum_phase(magnitude: Float64[np.ndarray, " bins"]) -> Float64[np.ndarray, " taps"]:
    """The impulse response with that magnitude whose energy comes first, by the real cepstrum."""
    cepstrum = np.fft.irfft(np.log(magnitude))
    half = len(cepstrum) // 2
    cepstrum[1:half] *= 2.0
    cepstrum[half + 1 :] = 0.0
    return np.asarray(np.fft.irfft(np.exp(np.fft.rfft(cepstrum))))
