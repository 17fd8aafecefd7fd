"""The stereo image: how alike the channels are, how wide each octave is, and what a mono speaker loses."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32, Float64

from metamaster.measure.bands import OCTAVE_HZ
from metamaster.measure.decibels import ratio_db
from metamaster.measure.filters import sections_response
from metamaster.measure.loudness import k_weighting
from metamaster.measure.spectrum import LongTermSpectra

LOW_END_HZ = 150.0
WIDTH_FLOOR_DB = -100.0


@dataclass(frozen=True, eq=False)
class StereoImage:
    """Correlations are −1 to 1 (1 for mono files and for silence); widths are side over mid power in dB, within ±100.

    ``octave_width_db`` is per octave of ``OCTAVE_HZ``. ``mono_fold_db`` is the K-weighted level of (left + right) / 2
    on both loudspeakers against that of the stereo file: 0 where the channels are alike, −3 where they have nothing
    in common, less where they cancel.
    """

    correlation: float
    low_correlation: float
    width_db: float
    octave_width_db: Float64[np.ndarray, "10"]
    mono_fold_db: float
    balance_db: float
    """K-weighted level of left over right, within ±100: 0 for mono files and for silence."""


class CorrelationMeter:
    """Streaming correlation of the two channels over all frequencies."""

    def __init__(self) -> None:
        self._products = np.zeros((2, 2))

    def add(self, block: Float32[np.ndarray, "channels samples"]) -> None:
        """Take the next samples of 1 or 2 channels."""
        pair = block[[0, -1]]
        self._products += np.einsum("in,jn->ij", pair, pair, dtype=np.float64)

    def result(self) -> float:
        """Give the correlation of everything added so far."""
        return _correlation(self._products[0, 0], self._products[1, 1], self._products[0, 1])


def stereo_image(correlation: float, spectra: LongTermSpectra, sample_rate: int) -> StereoImage:
    """Describe the image from the broadband correlation and the long-term spectra."""
    mid, side = spectra.mid, spectra.side
    low = spectra.hz < LOW_END_HZ
    octaves = zip(spectra.in_bands(mid, OCTAVE_HZ, 1), spectra.in_bands(side, OCTAVE_HZ, 1), strict=True)
    weight = sections_response(k_weighting(sample_rate), spectra.hz, sample_rate)
    return StereoImage(
        correlation=correlation,
        low_correlation=_correlation(spectra.left[low].sum(), spectra.right[low].sum(), spectra.product[low].sum()),
        width_db=_width_db(mid.sum(), side.sum()),
        octave_width_db=np.array([_width_db(*powers) for powers in octaves]),
        mono_fold_db=_relative_db(float(weight @ mid), float(weight @ spectra.mean)),
        balance_db=_relative_db(float(weight @ spectra.left), float(weight @ spectra.right)),
    )


def _width_db(mid: float, side: float) -> float:
    return ratio_db(float(side), float(mid), WIDTH_FLOOR_DB)


def _relative_db(one: float, other: float) -> float:
    """0 where both are alike, silent ones too."""
    return 0.0 if one == other else ratio_db(one, other, WIDTH_FLOOR_DB)


def _correlation(left: float, right: float, product: float) -> float:
    if left <= 0 or right <= 0:
        return 1.0 if left == right else 0.0
    return float(np.clip(product / np.sqrt(left * right), -1.0, 1.0))
