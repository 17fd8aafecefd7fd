"""Teaches a genre: references and mixes in, a genre out that masters other songs."""

from collections.abc import Sequence

from metamaster.clock import Progress, silent
from metamaster.errors import BadOption
from metamaster.job import Audio, Reference, open_references, opened, refuse_same
from metamaster.learn.from_genre import learn_genre
from metamaster.learn.genre.model import Genre
from metamaster.learn.names import refuse_unknown
from metamaster.learn.wanted import refuse_unknown_style
from metamaster.listen import listen_all
from metamaster.measure.analysis import Depth
from metamaster.options import MasterOptions


def teach(
    name: str,
    reference: Reference | Sequence[Reference],
    mixes: Sequence[Audio] = (),
    options: MasterOptions | None = None,
    progress: Progress = silent,
) -> Genre:
    """The genre of one or more references (see ``master``), with house settings from adapting to those mixes.

    ``metamaster.learn.genre.file.save_genre`` keeps it. Raises what ``metamaster.errors`` lists.
    """
    options = options or MasterOptions()
    refuse_unknown(options.rule)
    refuse_unknown_style(options.style)
    references, weights = open_references(reference)
    if not references:
        raise BadOption("What should the genre sound like? Name a record with --reference.")
    sources = [*references, *(opened(mix) for mix in mixes)]
    depths = [*(Depth.LOUDNESS for _ in references), *(Depth.SPECTRUM for _ in mixes)]
    heard = listen_all(sources, lambda share: progress("listen", share), depths)
    models, unmastered = heard[: len(references)], heard[len(references) :]
    for mix in unmastered:
        refuse_same(mix, models)
    weighted = list(zip(models, weights, strict=True))
    return learn_genre(name, weighted, unmastered, options, lambda share: progress("adapt", share))
