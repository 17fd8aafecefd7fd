"""What mastering gives back."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from jaxtyping import Float32

from metamaster.chain.settings import Settings
from metamaster.chain.uncertainty import Uncertainty
from metamaster.measure.analysis import Analysis
from metamaster.style.names import Aspect


@dataclass(frozen=True)
class Heard:
    """A file that was listened to: its name, its weight among the references, and what was measured on it."""

    name: str
    analysis: Analysis
    weight: float = 1.0


@dataclass(frozen=True)
class UsedGenre:
    """A saved genre by its name, and the references that it remembers, with their weights."""

    name: str
    references: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class StyleTarget:
    """What was aimed at: the change in dB by aspect (29 third-octaves, 10 octaves of width, …), and why."""

    change_db: dict[Aspect, tuple[float, ...]]
    same_song: float
    """Probability, 0 to 1, that mix and reference are the same song; decides how much of the difference is style."""
    losses: tuple[float, ...] = ()
    """The adaptation's loss at the start and after each step."""
    known_genre: float | None = None
    """How far the genre of the references is one that the predictor was taught, 0 to 1; None where none was asked."""


@dataclass(frozen=True)
class Delivered:
    """The promise and what was measured on the file as written."""

    target_lufs: float
    ceiling_db: float
    loudness_lufs: float
    true_peak_db: float
    renders: int
    """How many times the limiter ran over the whole file."""
    reduction_db: Float32[np.ndarray, "steps"] = field(repr=False)
    """The limiter's largest reduction (≥ 0) in every ``reduction_step_s``."""
    reduction_step_s: float = 0.1
    asked_lufs: float | None = None
    """The loudness that was asked for, where it was out of reach."""
    compression_db: Float32[np.ndarray, "bands steps"] | None = field(default=None, repr=False)
    """What the compressor of each band took (≥ 0, by its power) in every step; None where that was not noted."""


@dataclass(frozen=True)
class MasterResult:
    """Everything about one mastering job; ``master``, ``delivered`` and ``out`` are None after a dry run."""

    settings: Settings
    target_lufs: float
    """The loudness asked for, of the programme in two loudspeakers."""
    mix: Heard
    references: tuple[Heard, ...]
    """Those that were listened to: none where a genre remembers them."""
    target: StyleTarget | None
    """None where the chain came from a settings file."""
    master: Heard | None
    delivered: Delivered | None
    out: Path | None
    sentences: tuple[str, ...]
    warnings: tuple[str, ...]
    seconds: dict[str, float]
    """Wall time of each part of the job."""
    uncertainty: Uncertainty | None = None
    """How sure the settings are; None where nothing was adapted or a settings file does not tell."""
    genre: UsedGenre | None = None
    """None where references were listened to, or the chain came from a settings file."""
