"""What other software does to a song in the benchmark: a few settings, put on by ffmpeg or by SoX."""

from dataclasses import dataclass
from typing import Literal

WORKING_LUFS = -18.0
"""Every song is brought here first, so that thresholds mean the same on each."""


@dataclass(frozen=True)
class EqMove:
    """One equaliser band; a tilt turns the spectrum by ``gain_db`` from 60 Hz to 12 kHz around ``freq_hz``."""

    kind: Literal["bell", "low_shelf", "high_shelf", "tilt"]
    freq_hz: float
    gain_db: float
    q: float


@dataclass(frozen=True)
class Dynamics:
    """Broadband compression (ratio above 1) or expansion (ratio below 1) above a threshold."""

    threshold_db: float
    ratio: float
    attack_ms: float
    release_ms: float


@dataclass(frozen=True)
class Limiter:
    """A look-ahead limiter on samples."""

    ceiling_db: float
    attack_ms: float
    release_ms: float


@dataclass(frozen=True)
class Treatment:
    """A whole treatment; its loudness is reached through the limiter, or by plain gain where there is none."""

    software: Literal["ffmpeg", "sox"]
    eq: tuple[EqMove, ...]
    dynamics: Dynamics | None
    side_db: float
    loudness_lufs: float
    limiter: Limiter | None
