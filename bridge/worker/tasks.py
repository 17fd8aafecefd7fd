"""The jobs themselves: what the library does for each order."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import msgspec

from bridge.session.job import (
    Adapted,
    AdaptOrder,
    Analysed,
    AnalyseOrder,
    Mastered,
    MasterOrder,
    Order,
    Rendered,
    RenderOrder,
    Result,
    Taught,
    TeachOrder,
)
from bridge.session.references import Reference
from bridge.worker.ears import Ears
from bridge.worker.metering import meter_series
from metamaster.audio.checks import SourceCheck
from metamaster.audio.files import open_source
from metamaster.audio.offset import OffsetMeter, less
from metamaster.audio.source import Source
from metamaster.chain.lanes import checked_lanes
from metamaster.chain.settings import settings_from
from metamaster.chain.settings_file import CREATED_BY, About, Delivery, SettingsFile
from metamaster.delivery.deliver import Order as DeliveryOrder
from metamaster.delivery.deliver import deliver
from metamaster.job import open_job, refuse_same
from metamaster.learn.from_genre import find_settings_in, learn_genre
from metamaster.learn.from_reference import find_settings
from metamaster.learn.genre.file import load_genre, save_genre
from metamaster.listen import Listened
from metamaster.master import master
from metamaster.options import Amounts, MasterOptions
from metamaster.report.sentences import sentences

Progress = Callable[[str, float], None]


def perform(order: Order, ears: Ears, progress: Progress) -> Result:
    """Does one order; raises what the library raises, and then nothing was written."""
    match order:
        case AdaptOrder():
            return _adapt(order, ears, progress)
        case RenderOrder():
            return _render(order, progress)
        case MasterOrder():
            return _master(order, progress)
        case TeachOrder():
            return _teach(order, ears, progress)
        case AnalyseOrder():
            source = open_source(order.path)
            series = meter_series(source, progress=lambda share: progress("analyse", share))
            return Analysed(msgspec.structs.replace(series, path=order.path))


def _adapt(order: AdaptOrder, ears: Ears, progress: Progress) -> Adapted:
    options = MasterOptions(
        loudness="reference" if order.loudness_lufs is None else order.loudness_lufs,
        true_peak_db=order.true_peak_db,
        amounts=Amounts(**order.amounts),
        study_master=False,
    )
    paths = (order.mix, *(reference.path for reference in order.references))
    heard, *models = ears.listen(paths, lambda share: progress("listen", share))
    refuse_same(heard, models)
    adapting = partial(progress, "adapt")
    if order.genre:
        found = find_settings_in(load_genre(Path(order.genre)), heard, options, adapting)
    else:
        found = find_settings(heard, _weighted(models, order.references), options, adapting)
    chain = found.settings.replace({"limiter.ceiling_db": order.true_peak_db})
    return Adapted(chain.as_dict(), round(found.target_lufs, 2), " ".join(sentences(chain, None)))


def _teach(order: TeachOrder, ears: Ears, progress: Progress) -> Taught:
    models = ears.listen([one.path for one in order.references], partial(progress, "listen"))
    genre = learn_genre(order.name, _weighted(models, order.references), (), MasterOptions())
    save_genre(Path(order.out), genre, overwrite=True)
    return Taught(order.name, len(models))


def _render(order: RenderOrder, progress: Progress) -> Rendered:
    options = MasterOptions(
        loudness=order.loudness_lufs if order.insist else "reference",
        true_peak_db=order.true_peak_db,
        bits=order.bits,
        overwrite=order.overwrite,
    )
    out, chain = Path(order.out), settings_from(order.settings)
    promised = Delivery(order.loudness_lufs, order.true_peak_db)
    file = SettingsFile(chain, promised, About(CREATED_BY, Path(order.mix).name, (), options.seed))
    mix = _heard_once(open_job(order.mix, (), out, options, file).mix)
    lanes = checked_lanes(order.automation)
    wanted = DeliveryOrder.of(out, order.loudness_lufs, mix.channels, options)
    _, delivered = deliver(mix, chain, wanted, lambda share: progress("render", share), lanes)
    reduction_db = tuple(round(float(level), 2) for level in delivered.reduction_db)
    meters = meter_series(open_source(out), reduction_db, lambda share: progress("measure", share))
    bands = () if delivered.compression_db is None else delivered.compression_db
    compression_db = tuple(tuple(round(float(level), 2) for level in band) for band in bands)
    meters = msgspec.structs.replace(meters, path=str(out), compression_db=compression_db)
    return Rendered(str(out), delivered.loudness_lufs, delivered.true_peak_db, meters)


def _heard_once(mix: Source) -> Source:
    """The mix without its offset; raises what ``checks`` raises, before anything is written."""
    check, offset = SourceCheck(mix), OffsetMeter(mix.channels)
    for block in mix.blocks():
        check.add(block)
        offset.add(block)
    check.finish()
    return less(mix, offset.result())


def _master(order: MasterOrder, progress: Progress) -> Mastered:
    options = MasterOptions(
        loudness="reference" if order.loudness_lufs is None else order.loudness_lufs,
        true_peak_db=order.true_peak_db,
        amounts=Amounts(**order.amounts),
        bits=order.bits,
        overwrite=order.overwrite,
        study_master=False,
    )
    file = None
    genre = load_genre(Path(order.genre)) if order.genre else None
    if genre is None and not order.references:
        promised = Delivery(order.loudness_lufs, order.true_peak_db)
        about = About(CREATED_BY, Path(order.mix).name, (), options.seed)
        file = SettingsFile(settings_from(order.settings), promised, about)
    references = [(one.path, one.weight) for one in order.references]
    delivered = master(order.mix, references, order.out, options, file, progress, genre).delivered
    if delivered is None:
        raise RuntimeError("a job with an output delivers")
    return Mastered(order.out, delivered.loudness_lufs, delivered.true_peak_db)


def _weighted(models: Sequence[Listened], references: Sequence[Reference]) -> list[tuple[Listened, float]]:
    return [(model, reference.weight) for model, reference in zip(models, references, strict=True)]
