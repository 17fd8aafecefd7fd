"""Curves that bend the waveform: tape-like saturation and a soft clipper."""

import numpy as np
from scipy import signal

from tasks.engineers.engineer import Stereo

_EMPHASIS_HZ = 3000.0


def taped(audio: Stereo, drive_db: float, sample_rate: int) -> Stereo:
    """Tape-like saturation: highs are raised before a curve that rounds and leans, and lowered again after it.

    Level is kept for quiet sounds; the lean makes even harmonics, and their direct current is taken out.
    """
    drive = 10.0 ** (drive_db / 20.0)
    pole = float(np.exp(-2.0 * np.pi * _EMPHASIS_HZ / sample_rate))
    zero = float(np.exp(-2.0 * np.pi * 1.6 * _EMPHASIS_HZ / sample_rate))
    gain = (1.0 - zero) / (1.0 - pole)
    emphasised = signal.lfilter([1.0 / gain, -pole / gain], [1.0, -zero], audio.astype(np.float64), axis=-1)
    driven = drive * emphasised
    lean = 0.12
    bent = (np.arctan(driven + lean) - np.arctan(lean)) * (1.0 + lean**2) / drive
    flat = signal.lfilter([gain, -gain * zero], [1.0, -pole], bent, axis=-1)
    return np.asarray(flat - flat.mean(axis=-1, keepdims=True), dtype=np.float32)


def clipped(audio: Stereo, ceiling: float, softness: float) -> Stereo:
    """Peaks bent down to ``ceiling``; ``softness`` 0 (hard) to 1 says how far below it the bend begins."""
    knee = np.float32(ceiling * (1.0 - 0.5 * softness))
    room = np.float32(max(ceiling - float(knee), 1e-6))
    size = np.abs(audio)
    over = np.maximum(size - knee, np.float32(0.0))
    bent = np.minimum(size, knee) + room * np.tanh(over / room)
    return np.asarray(np.copysign(bent, audio), dtype=np.float32)
