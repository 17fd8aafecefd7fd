"""The long-term average spectrum of both channels and what it shows: tone, bandwidth, a lossy source, DC."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32, Float64

from metamaster.measure.bands import THIRD_OCTAVE_HZ, band_edges_hz, band_weights
from metamaster.measure.blocks import pieces
from metamaster.measure.cutoff import bandwidth_hz, cutoff_hz
from metamaster.measure.decibels import power_db
from metamaster.scipy_kernels import rfft

_SIZE = 8192
_SIZE_RATE = 44100
_CURVE_PER_OCTAVE = 12
_CURVE_HZ = tuple(1000 * 10 ** (k / 40) for k in range(-68, 53))


@dataclass(frozen=True, eq=False)
class LongTermSpectra:
    """Mean power in each FFT bin of left and right, and of their product (the real part of the cross-spectrum).

    Bin k is k·``bin_hz``. Powers are mean squares: over all bins they sum to the channel's mean square, so that a
    full-scale sine sums to ½. Of a mono file all three are the same.
    """

    bin_hz: float
    left: Float64[np.ndarray, " bins"]
    right: Float64[np.ndarray, " bins"]
    product: Float64[np.ndarray, " bins"]

    @property
    def hz(self) -> Float64[np.ndarray, " bins"]:
        """The frequency of each bin."""
        return np.asarray(self.bin_hz * np.arange(len(self.left)))

    @property
    def mean(self) -> Float64[np.ndarray, " bins"]:
        """The mean of the channels' powers; also mid plus side."""
        return np.asarray((self.left + self.right) / 2)

    @property
    def mid(self) -> Float64[np.ndarray, " bins"]:
        """The power of (left + right) / 2."""
        # Rounding on a one-sided image must not come out as a negative power; the same below.
        return np.asarray(np.maximum(self.mean + self.product, 0.0) / 2)

    @property
    def side(self) -> Float64[np.ndarray, " bins"]:
        """The power of (left − right) / 2."""
        return np.asarray(np.maximum(self.mean - self.product, 0.0) / 2)

    def in_bands(
        self, powers: Float64[np.ndarray, " bins"], centres_hz: tuple[float, ...], per_octave: int
    ) -> Float64[np.ndarray, " bands"]:
        """Sum powers of bins into bands 1/``per_octave`` octave wide."""
        low, high = band_edges_hz(centres_hz, per_octave)
        return np.asarray(band_weights(self.bin_hz, len(powers), low, high) @ powers)


@dataclass(frozen=True, eq=False)
class Spectrum:
    """The tone of a programme; every level in dB of a mean square of 1, no lower than −150.

    ``mid_db`` and ``side_db`` are in the third-octave bands of ``THIRD_OCTAVE_HZ``; ``curve_db`` is the mean of the
    channels in twelfth-octave bands at ``curve_hz``, 20 Hz to 20 kHz or the highest there is. ``cutoff_hz`` is where
    the spectrum falls off a cliff, as lossy coding leaves it (``lossy_source``), else None. ``dc_offset`` is the mean
    sample of each channel.
    """

    mid_db: Float64[np.ndarray, "29"]
    side_db: Float64[np.ndarray, "29"]
    curve_hz: Float64[np.ndarray, " points"]
    curve_db: Float64[np.ndarray, " points"]
    bandwidth_hz: float
    cutoff_hz: float | None
    lossy_source: bool
    dc_offset: tuple[float, ...]


class SpectrumMeter:
    """Streaming Welch spectra of 1 or 2 channels: Hann windows of 0.19 s, half overlapped.

    What the last window does not reach is left out; a signal shorter than one window is padded with silence.
    """

    def __init__(self, sample_rate: int, channels: int) -> None:
        self._sample_rate = sample_rate
        self._size = round(_SIZE * 2.0 ** round(np.log2(sample_rate / _SIZE_RATE)))
        turn = 2 * np.pi * np.arange(self._size) / self._size
        self._window = (0.5 - 0.5 * np.cos(turn)).astype(np.float32)
        self._tail = np.zeros((channels, 0), np.float32)
        self._windows = 0
        self._powers = np.zeros((3, self._size // 2 + 1))
        self._frames = 0
        self._sums = np.zeros(channels)

    def add(self, block: Float32[np.ndarray, "channels samples"]) -> None:
        """Take the next samples, full scale ±1."""
        for piece in pieces(block):
            self._add(piece)

    def _add(self, block: Float32[np.ndarray, "channels samples"]) -> None:
        self._frames += block.shape[1]
        self._sums += block.sum(axis=1, dtype=np.float64)
        hop = self._size // 2
        buffer = np.concatenate([self._tail, block], axis=1)
        count = max(buffer.shape[1] // hop - 1, 0)
        if count:
            self._powers += self._transform(buffer)
            self._windows += count
        self._tail = buffer[:, count * hop :].copy()

    def spectra(self) -> LongTermSpectra:
        """Give the mean powers of everything added so far."""
        powers, windows = self._powers, self._windows
        if not windows:
            short = np.pad(self._tail, ((0, 0), (0, self._size - self._tail.shape[1])))
            powers, windows = self._transform(short), max(self._frames / self._size, 1 / self._size)
        both_sides = np.full(powers.shape[1], 2.0)
        both_sides[[0, -1]] = 1.0
        scale = both_sides / (windows * self._size * np.square(self._window, dtype=np.float64).sum())
        left, right, product = powers * scale
        return LongTermSpectra(self._sample_rate / self._size, left, right, product)

    def result(self) -> Spectrum:
        """Describe everything added so far; more may be added afterwards."""
        spectra = self.spectra()
        cutoff = cutoff_hz(spectra.mean, spectra.bin_hz)
        curve_hz = tuple(hz for hz in _CURVE_HZ if hz <= self._sample_rate / 2)
        return Spectrum(
            mid_db=power_db(spectra.in_bands(spectra.mid, THIRD_OCTAVE_HZ, 3)),
            side_db=power_db(spectra.in_bands(spectra.side, THIRD_OCTAVE_HZ, 3)),
            curve_hz=np.array(curve_hz),
            curve_db=power_db(spectra.in_bands(spectra.mean, curve_hz, _CURVE_PER_OCTAVE)),
            bandwidth_hz=bandwidth_hz(spectra.mean, spectra.bin_hz),
            cutoff_hz=cutoff,
            lossy_source=cutoff is not None,
            dc_offset=tuple(float(total) for total in self._sums / max(self._frames, 1)),
        )

    def _transform(self, buffer: Float32[np.ndarray, "channels samples"]) -> Float64[np.ndarray, "3 bins"]:
        """Sum the powers of all whole windows of ``buffer``: left, right, and the product."""
        windows = np.lib.stride_tricks.sliding_window_view(buffer, self._size, axis=1)[:, :: self._size // 2]
        bins = rfft(windows * self._window)
        left, right = bins[0], bins[-1]
        pairs = ((left, left), (right, right), (left, right))
        powers = [(one.real * two.real + one.imag * two.imag).sum(axis=0) for one, two in pairs]
        return np.array(powers, np.float64)
