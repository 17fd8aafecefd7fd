"""A mastering job as asked for: its sources opened, and refused at once where it cannot succeed."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from metamaster.audio.atomic import check_target
from metamaster.audio.files import open_source
from metamaster.audio.source import Source
from metamaster.audio.writer import check_output
from metamaster.errors import BadOption, SameAsMix
from metamaster.listen import Listened
from metamaster.options import MasterOptions

Audio = Source | Path | str
Reference = Audio | tuple[Audio, float]


@dataclass(frozen=True)
class Job:
    """What to master, after what, and where to."""

    mix: Source
    references: tuple[Source, ...]
    weights: tuple[float, ...]
    out: Path | None


def open_job(
    mix: Audio, reference: Reference | Sequence[Reference], out: Path | str | None, options: MasterOptions
) -> Job:
    """Opens the files and checks the target; raises what either refuses, before any work is done."""
    path = None if out is None else Path(out)
    if path is not None:
        check_output(path, options.bits)
        check_target(path, options.overwrite)
    pairs = [_weighted(one) for one in _listed(reference)]
    for audio, weight in pairs:
        if not (np.isfinite(weight) and weight > 0.0):
            raise BadOption(f"The weight of the reference {_name(audio)} is {weight:g}: give a number above 0.")
    references = tuple(_opened(audio) for audio, _ in pairs)
    return Job(_opened(mix), references, tuple(weight for _, weight in pairs), path)


def refuse_same(mix: Listened, references: Sequence[Listened]) -> None:
    """Raises SameAsMix where a reference sounds exactly as the mix does."""
    for heard in references:
        if np.array_equal(heard.frames.power, mix.frames.power):
            raise SameAsMix(f"The reference {heard.source.name} is the mix itself: name a record to sound like.")


def _listed(reference: Reference | Sequence[Reference]) -> Sequence[Reference]:
    alone = isinstance(reference, str | Path | Source) or _is_weighted(reference)
    return [reference] if alone else reference  # type: ignore[list-item, return-value]


def _is_weighted(reference: object) -> bool:
    return isinstance(reference, tuple) and len(reference) == 2 and isinstance(reference[1], int | float)


def _weighted(reference: Reference) -> tuple[Audio, float]:
    return (reference[0], float(reference[1])) if isinstance(reference, tuple) else (reference, 1.0)


def _opened(audio: Audio) -> Source:
    return open_source(Path(audio)) if isinstance(audio, str | Path) else audio


def _name(audio: Audio) -> str:
    return audio.name if isinstance(audio, Source) else str(audio)
