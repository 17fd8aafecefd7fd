"""What a user may ask of a mastering job."""

from dataclasses import dataclass, field
from typing import Literal

from metamaster.chain.parameters import parameter
from metamaster.errors import BadOption
from metamaster.style.names import ASPECT_NAMES

LOUDNESS_RANGE_LUFS = (-50.0, 0.0)


@dataclass(frozen=True)
class Amounts:
    """How much of what the reference asks for is done, each 0 (nothing) to 1 (all of it)."""

    tone: float = 1.0
    dynamics: float = 1.0
    width: float = 1.0
    loudness: float = 1.0

    def __post_init__(self) -> None:
        for name in ASPECT_NAMES:
            if not 0.0 <= getattr(self, name) <= 1.0:
                raise BadOption(f"The amount of {name} is {getattr(self, name):g}: give a number from 0 to 1.")

    def scaled(self, amount: float) -> "Amounts":
        """Every amount times one intensity; raises BadOption outside 0 to 1."""
        if not 0.0 <= amount <= 1.0:
            raise BadOption(f"The amount is {amount:g}: give a number from 0 to 1.")
        return Amounts(*(amount * getattr(self, name) for name in ASPECT_NAMES))

    def only(self, names: frozenset[str]) -> "Amounts":
        """These amounts for the named aspects, none for the others; raises BadOption for a name that is no aspect."""
        unknown = sorted(names - set(ASPECT_NAMES))
        if unknown:
            raise BadOption(f"There is no aspect {unknown[0]!r}: choose from {', '.join(ASPECT_NAMES)}.")
        return Amounts(*(getattr(self, name) if name in names else 0.0 for name in ASPECT_NAMES))


@dataclass(frozen=True)
class MasterOptions:
    """How to master: the loudness in LUFS or "reference", the true-peak ceiling in dBTP, and how to get there."""

    loudness: float | Literal["reference"] = "reference"
    true_peak_db: float = -1.0
    amounts: Amounts = field(default_factory=Amounts)
    rule: str = "levenberg-marquardt"
    style: str = "predicted"
    """How style is told from content: ``predicted``, ``learned``, ``stated`` (nobody learned it), ``naive``."""
    steps: int = 5
    bits: int = 24
    seed: int = 0
    overwrite: bool = False
    study_master: bool = True
    """Whether to measure all that the report shows: the finished master too, and dynamics band by band."""
    warn: bool = True
    """Whether to look for what a person should know before trusting the master; else no warnings are given, and
    peaks, clipping and correlation of the files are not measured, nor are spectra of the references."""

    def __post_init__(self) -> None:
        low, high = LOUDNESS_RANGE_LUFS
        if self.loudness != "reference" and not low <= self.loudness <= high:
            raise BadOption(f"The loudness is {self.loudness:g} LUFS: give {low:g} to {high:g}, or reference.")
        ceiling = parameter("limiter.ceiling_db")
        if not ceiling.low <= self.true_peak_db <= ceiling.high:
            raise BadOption(f"The true peak is {self.true_peak_db:g} dBTP: give {ceiling.low:g} to {ceiling.high:g}.")
        if not 0 <= self.steps <= 1000:
            raise BadOption(f"There cannot be {self.steps} steps: give 0 to 1000.")
        if not 0 <= self.seed < 2**63:
            raise BadOption(f"The seed is {self.seed}: give a whole number from 0 to {2**63 - 1}.")
