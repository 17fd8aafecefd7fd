"""Second-order filter sections after R. Bristow-Johnson's Audio EQ Cookbook, and their use on arrays."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from jaxtyping import Float32, Float64
from scipy import signal

Kind = Literal["low_shelf", "high_shelf", "bell", "low_pass", "high_pass", "band_pass"]


@dataclass(frozen=True)
class Section:
    """One section of an equaliser; ``gain_db`` counts for shelves and bells only."""

    kind: Kind
    frequency_hz: float
    gain_db: float = 0.0
    q: float = 0.707


@lru_cache(maxsize=4096)
def coefficients(section: Section, sample_rate: int) -> Float64[np.ndarray, "6"]:
    """One row of second-order coefficients for scipy; frequencies stop at 0.45 of the sample rate."""
    w = 2.0 * np.pi * min(section.frequency_hz, 0.45 * sample_rate) / sample_rate
    cos, alpha = np.cos(w), np.sin(w) / (2.0 * section.q)
    a = 10.0 ** (section.gain_db / 40.0)
    match section.kind:
        case "bell":
            row = [1 + alpha * a, -2 * cos, 1 - alpha * a, 1 + alpha / a, -2 * cos, 1 - alpha / a]
        case "low_pass":
            row = [(1 - cos) / 2, 1 - cos, (1 - cos) / 2, 1 + alpha, -2 * cos, 1 - alpha]
        case "high_pass":
            row = [(1 + cos) / 2, -(1 + cos), (1 + cos) / 2, 1 + alpha, -2 * cos, 1 - alpha]
        case "band_pass":
            row = [alpha, 0.0, -alpha, 1 + alpha, -2 * cos, 1 - alpha]
        case "low_shelf" | "high_shelf":
            row = _shelf(cos if section.kind == "low_shelf" else -cos, alpha, a)
            if section.kind == "high_shelf":
                row[1], row[4] = -row[1], -row[4]
    return np.asarray(row, dtype=np.float64) / float(row[3])


def _shelf(cos: float, alpha: float, a: float) -> list[float]:
    """Low shelf; the high shelf is the same with the frequency axis turned round."""
    root = 2.0 * np.sqrt(a) * alpha
    return [
        a * ((a + 1) - (a - 1) * cos + root),
        2 * a * ((a - 1) - (a + 1) * cos),
        a * ((a + 1) - (a - 1) * cos - root),
        (a + 1) + (a - 1) * cos + root,
        -2 * ((a - 1) + (a + 1) * cos),
        (a + 1) + (a - 1) * cos - root,
    ]


def equalised(
    samples: Float32[np.ndarray, "*channels samples"], sections: Sequence[Section], sample_rate: int
) -> Float32[np.ndarray, "*channels samples"]:
    """The samples through the sections in series."""
    if not sections:
        return samples
    sos = np.stack([coefficients(section, sample_rate) for section in sections])
    return np.asarray(signal.sosfilt(sos.astype(np.float32), samples, axis=-1), dtype=np.float32)
