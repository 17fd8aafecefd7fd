"""Levels of a sound that does not end, in bounded memory but for ten numbers a second."""

import math
from array import array
from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Float32, Float64

from bridge.session.meters import SILENCE_DB, MeterReading
from metamaster.chain.layout import BANDS
from metamaster.chain.pedalboard_renderer.compression import reduction_of
from metamaster.chain.pedalboard_renderer.true_peak_envelope import TruePeakEnvelope
from metamaster.measure.filters import StreamingFilter
from metamaster.measure.loudness import HOP_S, MOMENTARY_S, SHORT_TERM_S, gated_lufs, k_weighting, lufs

_MOMENTARY_HOPS, _SHORT_TERM_HOPS = round(MOMENTARY_S / HOP_S), round(SHORT_TERM_S / HOP_S)
_FAINT = 1e-4
"""True peaks below −80 dBTP are not looked for between the samples."""

Block = Float32[np.ndarray, "2 samples"]
Energies = Float64[np.ndarray, "bands 2"]


@dataclass
class _Since:
    """What is counted from one reading to the next."""

    highest: float = 0.0
    reduction_db: float = 0.0
    samples: int = 0
    products: Float64[np.ndarray, "2 2"] = field(default_factory=lambda: np.zeros((2, 2)))
    energies: Energies = field(default_factory=lambda: np.zeros((len(BANDS), 2)))


class LiveLevels:
    """Momentary, short-term and integrated loudness (ITU-R BS.1770-5), true peak, gain reduction and correlation.

    Loudness is known in steps of 0.1 s; until there is 0.4 or 3 s of sound, of what there is. True peak and the
    limiter's reduction are the highest, and the correlation and what the compressors take are those, since the last
    reading.
    """

    def __init__(self, sample_rate: int) -> None:
        self._hop = round(HOP_S * sample_rate)
        self._weighting = StreamingFilter(k_weighting(sample_rate), 2)
        self._peaks = TruePeakEnvelope(_FAINT)
        self._powers = np.zeros(_SHORT_TERM_HOPS)
        """Mean squares of the last hops, the newest last."""
        self._hops = 0
        self._gating = array("d")
        self._sum, self._summed = 0.0, 0
        self._since = _Since()

    def restart(self) -> None:
        """Integrated loudness begins anew."""
        self._gating = array("d")
        self._hops = 0

    def add(self, block: Block, reduction_db: float, energies: Energies) -> None:
        """The next samples, the most the limiter took, and the energy before and after each band's compressors."""
        squares = np.square(self._weighting(block)).sum(axis=0)
        while squares.size:
            piece, squares = np.split(squares, [self._hop - self._summed])
            self._sum += float(piece.sum())
            self._summed += piece.size
            if self._summed == self._hop:
                self._end_hop()
        self._since.highest = max(self._since.highest, float(self._peaks.process(block).max(initial=0.0)))
        self._since.reduction_db = max(self._since.reduction_db, reduction_db)
        pair = block.astype(np.float64)
        self._since.products += pair @ pair.T
        self._since.energies += energies
        self._since.samples += block.shape[1]

    def read(self) -> MeterReading:
        """The levels now; what is counted since the last reading begins anew."""
        bands_db = reduction_of(self._since.energies, self._since.samples)
        reading = MeterReading(
            momentary_lufs=_mean_lufs(self._powers[-_MOMENTARY_HOPS:]),
            short_term_lufs=_mean_lufs(self._powers[-max(min(self._hops, _SHORT_TERM_HOPS), 1) :]),
            integrated_lufs=_shown(gated_lufs(np.frombuffer(self._gating))) if self._gating else SILENCE_DB,
            true_peak_db=_shown(20.0 * math.log10(self._since.highest)) if self._since.highest > _FAINT else SILENCE_DB,
            reduction_db=round(self._since.reduction_db, 2),
            correlation=_correlation(self._since.products),
            **{f"{band}_reduction_db": round(float(db), 2) for band, db in zip(BANDS, bands_db, strict=True)},
        )
        self._since = _Since()
        return reading

    def _end_hop(self) -> None:
        self._powers = np.append(self._powers[1:], self._sum / self._hop)
        self._sum, self._summed = 0.0, 0
        self._hops += 1
        if self._hops >= _MOMENTARY_HOPS:
            self._gating.append(float(self._powers[-_MOMENTARY_HOPS:].mean()))


def _mean_lufs(powers: np.ndarray) -> float:
    return _shown(float(lufs(powers.mean(keepdims=True))[0]))


def _shown(level: float) -> float:
    return round(max(level, SILENCE_DB), 2)


def _correlation(products: np.ndarray) -> float:
    left, right = float(products[0, 0]), float(products[1, 1])
    if left <= 0.0 or right <= 0.0:
        return 1.0 if left == right else 0.0
    return round(min(max(float(products[0, 1]) / math.sqrt(left * right), -1.0), 1.0), 3)
