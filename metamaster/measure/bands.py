"""The octave and third-octave bands that every spectrum in the project is read on.

Centres are the exact base-10 ones of IEC 61260-1 (an octave is a ratio of 10^0.3), so that band edges meet
with no gap; ``nominal_hz`` gives the rounded names people know them by.
"""

import numpy as np
from jaxtyping import Float64

_REFERENCE_HZ = 1000.0

OCTAVE_HZ: tuple[float, ...] = tuple(_REFERENCE_HZ * 10 ** (3 * k / 10) for k in range(-5, 5))
"""The 10 octave centres from 31.5 Hz to 16 kHz."""

THIRD_OCTAVE_HZ: tuple[float, ...] = tuple(_REFERENCE_HZ * 10 ** (k / 10) for k in range(-16, 13))
"""The 29 third-octave centres from 25 Hz to 16 kHz."""

_NOMINAL_DECADE = (1.0, 1.25, 1.6, 2.0, 2.5, 3.15, 4.0, 5.0, 6.3, 8.0)


def nominal_hz(centre_hz: float) -> float:
    """Give the rounded name of an exact third-octave or octave centre, in Hz (31.6… is called 31.5)."""
    decade, tenth = divmod(round(10 * np.log10(centre_hz)), 10)
    return float(_NOMINAL_DECADE[tenth] * 10**decade)


def band_edges_hz(centres_hz: tuple[float, ...], per_octave: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Give lower and upper edges in Hz of bands 1/``per_octave`` octave (10^0.3) wide (IEC 61260-1)."""
    half = 10 ** (0.3 / (2 * per_octave))
    return tuple(centre / half for centre in centres_hz), tuple(centre * half for centre in centres_hz)


def band_weights(
    bin_hz: float, bins: int, low_hz: tuple[float, ...], high_hz: tuple[float, ...]
) -> Float64[np.ndarray, "bands bins"]:
    """Give the share of each FFT bin that lies in each band: weights @ power spectrum = band powers.

    Bin k covers (k ± ½) ``bin_hz``; a bin across an edge is split, so bands that meet share all of the power
    and bands narrower than a bin still get their part. Bins count from 0 Hz.
    """
    lower = (np.arange(bins) - 0.5) * bin_hz
    overlap = np.minimum(np.array(high_hz)[:, None], lower + bin_hz) - np.maximum(np.array(low_hz)[:, None], lower)
    return np.asarray(np.maximum(overlap, 0.0) / bin_hz)
