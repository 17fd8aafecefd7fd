"""A second reading of true peaks, right up to half the sample rate, where there is sound up there to be read.

The meter's 48 taps fall off above 0.46 of the sample rate. Music hardly goes there, but what a saturation folds back
does, and a peak can then lie 0.2 dB above what those taps read.
"""

import numpy as np
from jaxtyping import Complex64, Float32

from metamaster.measure.blocks import pieces
from metamaster.measure.decibels import amplitude_db

_HOP = 2048
_RAMP = 1024
_FRAME = _HOP + 2 * _RAMP
_AIR_BIN = round(0.45 * _FRAME)
_NO_AIR = 0.002
"""Full scale 1. Partials up there that add up to less change no peak by more than 0.02 dB."""
_COARSE, _FINE = 4, 8
_MISSED = 1.0 / np.cos(np.pi / (2 * _COARSE))
"""The most that a band-limited wave passes a grid of so many points a sample."""
_RISE = (np.sin(0.5 * np.pi * (np.arange(_RAMP) + 0.5) / _RAMP) ** 2).astype(np.float32)
_TAPER = np.concatenate([_RISE, np.ones(_HOP, np.float32), _RISE[::-1]])


class FullBandPeak:
    """Streams the largest true peak above ``floor`` (full scale 1), by Fourier interpolation of overlapping frames.

    Frames with next to nothing above 0.45 of the sample rate are skipped, and so is what cannot come up to the floor.
    """

    def __init__(self, channels: int, floor: float) -> None:
        self._largest = self._floor = floor
        self._waiting = np.zeros((channels, _RAMP), np.float32)

    def add(self, block: Float32[np.ndarray, "channels samples"]) -> None:
        """Takes the next samples, full scale ±1."""
        for piece in pieces(block):
            self._add(piece)

    def result_db(self) -> float:
        """The peak of everything added, in dBTP; −inf where none passes the floor. Nothing may be added after."""
        self._add(np.zeros((len(self._waiting), _FRAME), np.float32))
        return amplitude_db(self._largest) if self._largest > self._floor else -np.inf

    def _add(self, block: Float32[np.ndarray, "channels samples"]) -> None:
        buffer = np.concatenate([self._waiting, block], axis=1)
        count = max((buffer.shape[1] - _FRAME) // _HOP + 1, 0)
        self._waiting = buffer[:, count * _HOP :].copy()
        if not count:
            return
        frames = np.lib.stride_tricks.sliding_window_view(buffer, _FRAME, axis=1)[:, ::_HOP].reshape(-1, _FRAME)
        bins = np.fft.rfft(frames * _TAPER)
        for frame in bins[np.abs(bins[:, _AIR_BIN:]).sum(axis=1) * (2.0 / _FRAME) >= _NO_AIR]:
            self._largest = max(self._largest, _peak(frame, self._largest))


def _peak(bins: Complex64[np.ndarray, " bins"], floor: float) -> float:
    """The peak in the untapered middle of a frame, or 0 where it lies below the floor for sure."""
    if np.abs(_grid(bins, _COARSE)).max() * _MISSED <= floor:
        return 0.0
    grid = np.abs(_grid(bins, _FINE))
    at = int(grid[1:-1].argmax()) + 1
    left, middle, right = (float(level) for level in grid[at - 1 : at + 2])
    fall = 2 * middle - left - right
    return middle + ((right - left) ** 2 / (8 * fall) if fall > 0 else 0.0)


def _grid(bins: Complex64[np.ndarray, " bins"], oversampling: int) -> Float32[np.ndarray, " grid"]:
    """The middle of the frame on a finer grid, with a point more on either side."""
    halved = bins.copy()
    halved[-1] *= 0.5  # Half the sample rate: on the finer grid a partial like any other.
    wave = np.fft.irfft(halved, _FRAME * oversampling) * np.float32(oversampling)
    return wave[_RAMP * oversampling - 1 : (_RAMP + _HOP) * oversampling + 1]
