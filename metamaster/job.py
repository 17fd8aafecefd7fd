"""A mastering job as asked for: its sources opened, and refused at once where it cannot succeed."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Real
from pathlib import Path

import numpy as np

from metamaster.audio.atomic import check_target
from metamaster.audio.file_source import FileSource
from metamaster.audio.files import check_format, open_source
from metamaster.audio.source import Source
from metamaster.audio.writer import check_output
from metamaster.chain.settings_file import SettingsFile, load_settings
from metamaster.errors import BadOption, OutputExists, SameAsMix
from metamaster.learn.genre.file import load_genre
from metamaster.learn.genre.model import Genre
from metamaster.learn.names import refuse_unknown
from metamaster.learn.wanted import refuse_unknown_style
from metamaster.listen import Listened
from metamaster.measure.analysis import Depth
from metamaster.options import MasterOptions
from metamaster.weights import refuse_weight

Audio = Source | Path | str
Reference = Audio | tuple[Audio, float]
References = Reference | Sequence[Reference] | None


@dataclass(frozen=True)
class Job:
    """What to master, after what, and where to."""

    mix: Source
    references: tuple[Source, ...]
    weights: tuple[float, ...]
    out: Path | None

    def depths(self, options: MasterOptions) -> list[Depth]:
        """How deeply to listen to the mix and to each reference: as somebody will read of it, or adaptation needs."""
        if options.study_master or options.warn:
            return [Depth.BANDS if options.study_master else Depth.PEAKS] * (1 + len(self.references))
        return [Depth.SPECTRUM, *(Depth.LOUDNESS for _ in self.references)]


def open_job(
    mix: Audio,
    reference: References,
    out: Path | str | None,
    options: MasterOptions,
    settings: SettingsFile | None,
    genre: Genre | None = None,
) -> Job:
    """Opens the files and checks the target; raises what either refuses, before any work is done."""
    refuse_unknown(options.rule)
    refuse_unknown_style(options.style)
    references, weights = open_references(reference)
    if [bool(references), settings is not None, genre is not None].count(True) != 1:
        raise BadOption("What should it sound like? Give a reference, a genre, or a chain's settings: one of them.")
    job = Job(
        mix=opened(mix),
        references=references,
        weights=weights,
        out=None if out is None else Path(out),
    )
    if job.out is not None:
        check_output(job.out, options.bits)
        _refuse_own_input(job.out, (job.mix, *job.references))
        check_target(job.out, options.overwrite)
    return job


def read_settings(settings: SettingsFile | Path | str | None) -> SettingsFile | None:
    """Settings as they are, or those of the file that is named; raises what loading raises."""
    return load_settings(settings) if isinstance(settings, str | Path) else settings


def read_genre(genre: Genre | Path | str | None) -> Genre | None:
    """A genre as it is, or that of the file that is named; raises what loading raises."""
    return load_genre(Path(genre)) if isinstance(genre, str | Path) else genre


def default_options(settings: SettingsFile | None) -> MasterOptions:
    """What is meant where no options are given: with a chain's settings, the true peak that was promised with it."""
    return MasterOptions() if settings is None else MasterOptions(true_peak_db=settings.delivery.true_peak_db)


def open_references(reference: References) -> tuple[tuple[Source, ...], tuple[float, ...]]:
    """Opens references; gives them with their weights, and raises BadOption for a weight that is out of range."""
    pairs = [_weighted(one) for one in _listed(reference)]
    for audio, weight in pairs:
        refuse_weight(f"reference {_name(audio)}", weight)
    return tuple(opened(audio) for audio, _ in pairs), tuple(weight for _, weight in pairs)


def opened(audio: Audio) -> Source:
    """The source of a path, or a source as it is; raises what opening raises."""
    if isinstance(audio, str | Path):
        return open_source(audio)
    check_format(audio.name, audio.sample_rate, audio.channels)
    return audio


def refuse_same(mix: Listened, references: Sequence[Listened]) -> None:
    """Raises SameAsMix where a reference sounds exactly as the mix does."""
    for heard in references:
        if np.array_equal(heard.frames.power, mix.frames.power):
            raise SameAsMix(f"The reference {heard.source.name} is the mix itself: name a record to sound like.")


def _refuse_own_input(out: Path, sources: Sequence[Source]) -> None:
    for source in sources:
        if isinstance(source, FileSource) and os.path.realpath(source.path) == os.path.realpath(out):
            raise OutputExists(f"{out} is what the master is made from: name another file for the master.")


def _listed(reference: References) -> Sequence[Reference]:
    if reference is None:
        return ()
    alone = isinstance(reference, str | Path | Source) or _is_weighted(reference)
    return [reference] if alone else reference  # type: ignore[list-item, return-value]


def _is_weighted(reference: object) -> bool:
    return isinstance(reference, tuple) and len(reference) == 2 and isinstance(reference[1], Real)


def _weighted(reference: Reference) -> tuple[Audio, float]:
    return (reference[0], float(reference[1])) if isinstance(reference, tuple) else (reference, 1.0)


def _name(audio: Audio) -> str:
    return audio.name if isinstance(audio, Source) else str(audio)
