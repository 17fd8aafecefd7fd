"""The main job: a mix and references in, a master out."""

import sys
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from metamaster.audio.files import open_source
from metamaster.chain.settings_file import SettingsFile
from metamaster.clock import Progress, Stopwatch, silent
from metamaster.delivery.deliver import Order, deliver
from metamaster.job import Audio, References, default_options, open_job, read_genre, read_settings, refuse_same
from metamaster.learn.from_genre import find_settings_in
from metamaster.learn.from_reference import find_settings
from metamaster.learn.genre.model import Genre
from metamaster.listen import listen_all
from metamaster.measure.analysis import analyse
from metamaster.options import MasterOptions
from metamaster.report.sentences import sentences
from metamaster.report.warnings import warnings
from metamaster.result import Heard, MasterResult
from metamaster.reuse import reused


def master(
    mix: Audio,
    reference: References = (),
    out: Path | str | None = None,
    options: MasterOptions | None = None,
    settings: SettingsFile | Path | str | None = None,
    progress: Progress = silent,
    genre: Genre | Path | str | None = None,
) -> MasterResult:
    """Masters ``mix`` to sound like ``reference``, into a ``genre``, or with ``settings``, and writes it to ``out``.

    Mix and references are paths or ``Source``s; a reference may be a pair with its weight, and there may be several.
    ``settings`` and ``genre`` may be paths; without ``options`` the settings' true peak is kept. Without ``out``
    nothing is written: a dry run. Raises what ``metamaster.errors`` lists, and then leaves no file.
    """
    settings, genre = read_settings(settings), read_genre(genre)
    options, clock = options or default_options(settings), Stopwatch()
    job = open_job(mix, reference, out, options, settings, genre)
    sources = [job.mix, *job.references]

    with clock("listen"):
        heard, *models = listen_all(sources, lambda share: progress("listen", share), job.depths(options))
        refuse_same(heard, models)
    with clock("adapt"):
        weighted = list(zip(models, job.weights, strict=True))
        adapting = partial(progress, "adapt")
        if genre is not None:
            found = find_settings_in(genre, heard, options, adapting)
        elif settings is not None:
            found = reused(heard, settings, options)
        else:
            found = find_settings(heard, weighted, options, adapting)
    chain, delivered, finished = found.settings, None, None
    if job.out is not None:
        with clock("render"):
            order = Order.of(job.out, found.target_lufs, job.mix.channels, options)
            chain, delivered = deliver(heard.source, chain, order, lambda share: progress("render", share))
        if options.study_master:
            with clock("measure"):
                finished = Heard(job.out.name, analyse(open_source(job.out)))

    before = Heard(job.mix.name, heard.analysis)
    references = tuple(Heard(model.source.name, model.analysis, weight) for model, weight in weighted)
    return MasterResult(
        settings=chain,
        target_lufs=found.target_lufs,
        mix=before,
        references=references,
        target=found.target,
        master=finished,
        delivered=delivered,
        out=job.out,
        sentences=sentences(chain, delivered),
        warnings=warnings(before, references, found.target, delivered) if options.warn else (),
        seconds=clock.seconds,
        uncertainty=found.uncertainty,
        genre=genre and genre.used(),
    )


class _Callable(ModuleType):
    """Lets the module be called as the function it holds: importing it makes ``metamaster.master`` the module."""

    def __call__(self, *args: Any, **options: Any) -> MasterResult:
        return master(*args, **options)


sys.modules[__name__].__class__ = _Callable
