"""A job as everybody sees it, what is sent to the worker for it, and what comes back."""

from dataclasses import dataclass
from typing import Literal

import msgspec

from bridge.session.document import Slot
from bridge.session.references import Reference

JobKind = Literal["adapt", "render", "analyse", "master", "teach"]
JobState = Literal["queued", "running", "done", "failed", "cancelled"]


@dataclass(frozen=True, slots=True)
class Job:
    """One job: how far it is (``part`` of the work and ``share`` of that part, 0 to 1) and how it ended.

    ``code`` is empty unless it failed; ``sentence`` says what came of it. ``source`` is whoever asked for it, ``slot``
    the settings that were heard then.
    """

    number: int
    kind: JobKind
    source: str
    slot: Slot = "A"
    state: JobState = "queued"
    part: str = ""
    share: float = 0.0
    code: str = ""
    sentence: str = ""

    @property
    def ended(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in ("done", "failed", "cancelled")


class AdaptOrder(msgspec.Struct, frozen=True, tag="adapt"):
    """Find the chain; ``loudness_lufs`` None is the references'. ``amounts`` by aspect.

    ``genre`` is a file to follow in place of references.
    """

    number: int
    mix: str
    references: tuple[Reference, ...]
    amounts: dict[str, float]
    loudness_lufs: float | None
    true_peak_db: float
    genre: str = ""


class RenderOrder(msgspec.Struct, frozen=True, tag="render"):
    """Write a master of the mix with this chain; ``insist`` makes a loudness out of reach an error."""

    number: int
    mix: str
    out: str
    settings: dict[str, float]
    loudness_lufs: float
    true_peak_db: float
    bits: int
    overwrite: bool
    insist: bool
    automation: dict[str, tuple[tuple[float, float], ...]] = {}
    """Points (seconds, value) of the controls that move."""


class AnalyseOrder(msgspec.Struct, frozen=True, tag="analyse"):
    """Measure a file."""

    number: int
    path: str


class MasterOrder(msgspec.Struct, frozen=True, tag="master"):
    """Master a file after the genre or the references, or with the settings where there are neither.

    ``loudness_lufs`` None is theirs.
    """

    number: int
    mix: str
    out: str
    references: tuple[Reference, ...]
    settings: dict[str, float]
    amounts: dict[str, float]
    loudness_lufs: float | None
    true_peak_db: float
    bits: int
    overwrite: bool
    genre: str = ""


class TeachOrder(msgspec.Struct, frozen=True, tag="teach"):
    """Keep what is to be known of the references as a genre, over a file that is there."""

    number: int
    name: str
    out: str
    references: tuple[Reference, ...]


Order = AdaptOrder | RenderOrder | AnalyseOrder | MasterOrder | TeachOrder


class MeterSeries(msgspec.Struct, frozen=True):
    """Levels of a whole file and in steps of ``step_s``; what is silent is −inf, sent as −200.

    Loudness in LUFS, true peak in dBTP, the limiter's reduction in dB (≥ 0; empty where nothing was limited), that of
    each band's compressor (likewise) and the correlation of the channels, −1 to 1. The average spectrum is in
    twelfth-octaves, in dB of a mean square of 1.
    """

    name: str
    step_s: float
    integrated_lufs: float
    true_peak_db: float
    correlation: float
    momentary_lufs: tuple[float, ...]
    short_term_lufs: tuple[float, ...]
    peak_db: tuple[float, ...]
    reduction_db: tuple[float, ...]
    correlations: tuple[float, ...]
    path: str = ""
    spectrum_hz: tuple[float, ...] = ()
    spectrum_db: tuple[float, ...] = ()
    compression_db: tuple[tuple[float, ...], ...] = ()


class Adapted(msgspec.Struct, frozen=True, tag="adapted"):
    """The chain that was found, the loudness it aims at, and what it does in words."""

    settings: dict[str, float]
    loudness_lufs: float
    sentence: str


class Rendered(msgspec.Struct, frozen=True, tag="rendered"):
    """A master was written."""

    out: str
    loudness_lufs: float
    true_peak_db: float
    meters: MeterSeries


class Analysed(msgspec.Struct, frozen=True, tag="analysed"):
    """A file was measured."""

    meters: MeterSeries


class Mastered(msgspec.Struct, frozen=True, tag="mastered"):
    """A file was mastered."""

    out: str
    loudness_lufs: float
    true_peak_db: float


class Taught(msgspec.Struct, frozen=True, tag="taught"):
    """A genre was kept, made of so many references."""

    name: str
    references: int


Result = Adapted | Rendered | Analysed | Mastered | Taught
