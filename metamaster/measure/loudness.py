"""Loudness (ITU-R BS.1770-5, EBU Tech 3341) and loudness range (EBU Tech 3342)."""

import math
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32, Float64

from metamaster.audio.checks import ABSOLUTE_GATE_LUFS
from metamaster.measure.blocks import pieces
from metamaster.measure.filters import StreamingFilter
from metamaster.measure.segments import Segments, sliding_sums

HOP_S = 0.1
MOMENTARY_S = 0.4
SHORT_TERM_S = 3.0

MONO_LU = 10.0 * math.log10(2.0)
"""How much louder a mono file, which is measured as one loudspeaker, sounds in two."""

_SEGMENTS_PER_S = 100
_OFFSET_DB = -0.691
_RELATIVE_GATE_LU = -10.0
_RANGE_GATE_LU = -20.0
_SHELF_DB, _SHELF_HZ = 4.0, 1500.0
_HIGH_PASS_HZ = 38.0
_CHANNEL_WEIGHTS = (1.0, 1.0, 1.0, 1.41, 1.41)


@dataclass(frozen=True, eq=False)
class Loudness:
    """How loud a programme is, overall and over time.

    The two series hold one value each 0.1 s, the first where the first whole window ends (0.4 and 3 s); the
    maxima are taken over windows 10 ms apart. What is silent, or shorter than its window, is −inf; the
    range is then 0.
    """

    integrated_lufs: float
    loudness_range_lu: float
    momentary_max_lufs: float
    short_term_max_lufs: float
    momentary_lufs: Float64[np.ndarray, " momentary"]
    short_term_lufs: Float64[np.ndarray, " short_term"]

    @property
    def short_term_s(self) -> Float64[np.ndarray, " short_term"]:
        """When each short-term window ends, in seconds."""
        return SHORT_TERM_S + HOP_S * np.arange(len(self.short_term_lufs))


class LoudnessMeter:
    """Streaming loudness meter for 1 to 5 channels (left, right, centre and two surrounds, which weigh 1.41).

    K-weighting is pyloudnorm's. A mono file counts as one loudspeaker, as the standard has it: 3 LU less
    than the same signal in both channels. As BS.1770 asks, a gating block that the end of the programme
    cuts off is left out.
    """

    def __init__(self, sample_rate: int, channels: int) -> None:
        self._sample_rate = sample_rate
        self._weights = np.array(_CHANNEL_WEIGHTS[:channels])
        self._filter = StreamingFilter(k_weighting(sample_rate), channels)
        self._segments = Segments(sample_rate, _SEGMENTS_PER_S, rows=1)

    def add(self, block: Float32[np.ndarray, "channels samples"]) -> None:
        """Take the next samples, full scale ±1."""
        for piece in pieces(block):
            weighted = self._filter(piece)
            np.square(weighted, out=weighted)
            self._segments.add(np.einsum("c,cn->n", self._weights, weighted)[None])

    def powers(self, window_s: float, hop_s: float = 0.01) -> Float64[np.ndarray, " windows"]:
        """Give the weighted mean square in windows of that length; both lengths in steps of 10 ms."""
        width, hop = round(window_s * _SEGMENTS_PER_S), round(hop_s * _SEGMENTS_PER_S)
        sums = sliding_sums(self._segments.result()[0], width, hop)
        return np.asarray(sums * (_SEGMENTS_PER_S / (width * self._sample_rate)))

    def result(self) -> Loudness:
        """Measure everything added so far; more may be added afterwards."""
        gating, short_term = self.powers(MOMENTARY_S, HOP_S), self.powers(SHORT_TERM_S, HOP_S)
        return Loudness(
            integrated_lufs=gated_lufs(gating),
            loudness_range_lu=_range_lu(short_term),
            momentary_max_lufs=_largest_lufs(self.powers(MOMENTARY_S)),
            short_term_max_lufs=_largest_lufs(self.powers(SHORT_TERM_S)),
            momentary_lufs=lufs(gating),
            short_term_lufs=lufs(short_term),
        )


def k_weighting(sample_rate: int) -> Float64[np.ndarray, "sections 6"]:
    """Give the K-weighting of BS.1770 as second-order sections, a high shelf and a high-pass.

    The designs are R. Bristow-Johnson's cookbook at the corners that pyloudnorm uses, whose import takes longer than
    measuring a song.
    """
    return np.array([_shelf(sample_rate), _high_pass(sample_rate)])


def _shelf(sample_rate: int) -> list[float]:
    gain, cosine, alpha = _cookbook(_SHELF_DB, _SHELF_HZ, math.sqrt(0.5), sample_rate)
    slope = 2.0 * math.sqrt(gain) * alpha
    a0 = (gain + 1.0) - (gain - 1.0) * cosine + slope
    above = [
        gain * ((gain + 1.0) + (gain - 1.0) * cosine + slope),
        -2.0 * gain * ((gain - 1.0) + (gain + 1.0) * cosine),
        gain * ((gain + 1.0) + (gain - 1.0) * cosine - slope),
    ]
    below = [a0, 2.0 * ((gain - 1.0) - (gain + 1.0) * cosine), (gain + 1.0) - (gain - 1.0) * cosine - slope]
    return [value / a0 for value in (*above, *below)]


def _high_pass(sample_rate: int) -> list[float]:
    _, cosine, alpha = _cookbook(0.0, _HIGH_PASS_HZ, 0.5, sample_rate)
    above = [(1.0 + cosine) / 2.0, -(1.0 + cosine), (1.0 + cosine) / 2.0]
    return [value / (1.0 + alpha) for value in (*above, 1.0 + alpha, -2.0 * cosine, 1.0 - alpha)]


def _cookbook(gain_db: float, corner_hz: float, q: float, sample_rate: int) -> tuple[float, float, float]:
    omega = 2.0 * math.pi * (corner_hz / sample_rate)
    return 10.0 ** (gain_db / 40.0), math.cos(omega), math.sin(omega) / (2.0 * q)


def lufs(powers: Float64[np.ndarray, " windows"]) -> Float64[np.ndarray, " windows"]:
    """Turn weighted mean squares into LUFS; −inf where there is none."""
    decibels = np.full(powers.shape, -np.inf)
    np.log10(powers, out=decibels, where=powers > 0)
    return _OFFSET_DB + 10 * decibels


def integrated_lufs(samples: Float32[np.ndarray, "channels samples"], sample_rate: int) -> float:
    """Measure the gated loudness in LUFS of samples held in memory; −inf for silence or less than 0.4 s."""
    meter = LoudnessMeter(sample_rate, samples.shape[0])
    meter.add(samples)
    return gated_lufs(meter.powers(MOMENTARY_S, HOP_S))


def _largest_lufs(powers: Float64[np.ndarray, " windows"]) -> float:
    return float(lufs(powers).max(initial=-np.inf))


def _mean_lufs(powers: Float64[np.ndarray, " windows"]) -> float:
    return float(lufs(powers.mean(keepdims=True))[0]) if len(powers) else -np.inf


def _above(powers: Float64[np.ndarray, " windows"], gate_lufs: float) -> Float64[np.ndarray, " kept"]:
    return powers[lufs(powers) >= gate_lufs]


def gated_lufs(powers: Float64[np.ndarray, " windows"]) -> float:
    """Mean of the gating blocks within 10 LU of the mean of those above −70 LUFS (BS.1770-5, annex 1)."""
    loud = _above(powers, ABSOLUTE_GATE_LUFS)
    return _mean_lufs(_above(loud, _mean_lufs(loud) + _RELATIVE_GATE_LU))


def _range_lu(powers: Float64[np.ndarray, " windows"]) -> float:
    """From the 10th to the 95th percentile of the short-term loudness within 20 LU of its mean (Tech 3342).

    Only whole windows count. pyloudnorm puts 1.5 s of silence behind the programme first, which reads a song that ends
    without a fade up to 1.6 LU wider than other meters do.
    """
    loud = _above(powers, ABSOLUTE_GATE_LUFS)
    kept = _above(loud, _mean_lufs(loud) + _RANGE_GATE_LU)
    if not len(kept):
        return 0.0
    low, high = np.percentile(lufs(kept), [10.0, 95.0])
    return float(high - low)
