"""Renders the chain over the whole song and delivers it: exact loudness, true peak under the ceiling, file whole.

Everything before the limiter is rendered once and put aside. The limiter then runs with the drive that the forecast
names; loudness and 8× true peak are measured on the very samples that are written, and what is off is corrected and
rendered again.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from jaxtyping import Float32

from metamaster.audio.background import Background
from metamaster.audio.source import Source, stereo
from metamaster.audio.spool import Spool
from metamaster.audio.writer import AudioWriter
from metamaster.chain.lanes import NO_LANES, Lanes
from metamaster.chain.parameters import parameter
from metamaster.chain.pedalboard_renderer.chain import UnlimitedChain
from metamaster.chain.pedalboard_renderer.compression import Compression
from metamaster.chain.pedalboard_renderer.limiter import Envelope, Limiter, lowest_peak
from metamaster.chain.settings import Settings
from metamaster.delivery.density import ever_denser, is_densest
from metamaster.delivery.failure import unreached
from metamaster.delivery.forecast import STEPS_PER_S, Forecast
from metamaster.delivery.peak_track import PeakTrack
from metamaster.delivery.reduction_trace import ReductionTrace
from metamaster.measure.full_band_peak import FullBandPeak
from metamaster.measure.levels import LevelMeter
from metamaster.measure.loudness import MONO_LU, LoudnessMeter
from metamaster.options import MasterOptions
from metamaster.result import Delivered

TOLERANCE_LU = 0.05
_MARGIN_DB = 0.02
"""Kept below the ceiling from the start: what smoothing the gain and dither may add to a true peak."""
_SPARE_DB = 0.005
"""How much lower than it was over a render is tried again: what remains may be finer than the file's own samples."""
_READ_DB = 0.5
"""So far below the ceiling peaks of what lies close to half the sample rate are still read."""
_UNSURE_DB = 2.0
"""How far the drive that adaptation found may be from the one that delivers, for peaks to be worked out only once."""
_RENDERS = 5
_EXACT_RENDERS = 3
"""After so many a loudness that nobody named is taken as it came; what is left to try is to keep the ceiling."""
_SHOWN_STEPS_PER_S = 10

Progress = Callable[[float], None]


@dataclass(frozen=True)
class Order:
    """What to deliver and where; the file's depth, and whether to overwrite."""

    path: Path
    target_lufs: float
    ceiling_db: float
    bits: int = 24
    overwrite: bool = False
    seed: int = 0
    insist: bool = True
    """Whether a loudness out of reach is an error; otherwise it is brought as near as still sounds like music."""
    asked_lufs: float | None = None
    """What was asked for before that."""

    @staticmethod
    def of(path: Path, target_lufs: float, channels: int, options: MasterOptions) -> "Order":
        """The order for a target loudness in two loudspeakers; a mono file reads 3 LU less than it sounds there."""
        return Order(
            path=path,
            target_lufs=target_lufs - (MONO_LU if channels == 1 else 0.0),
            ceiling_db=options.true_peak_db,
            bits=options.bits,
            overwrite=options.overwrite,
            seed=options.seed,
            insist=options.loudness != "reference",
        )


def deliver(
    source: Source,
    settings: Settings,
    order: Order,
    progress: Progress = lambda _: None,
    lanes: Lanes = NO_LANES,
) -> tuple[Settings, Delivered]:
    """Writes the master; gives back the settings as they were finally set, and what was measured.

    The limiter's drive is set here; where the limiter alone would not reach the loudness without damage, saturation
    is raised as well. Controls with a lane in ``lanes`` move; a lane of the drive moves it around what is set here.
    ``progress`` is told the share done, 0 to 1. Raises DeliveryFailed where the loudness cannot
    be reached, and what writing raises; then no file is left.
    """
    for denser in ever_denser(settings):
        floor = float(lowest_peak(denser["limiter.drive_db"] + _UNSURE_DB, order.ceiling_db))
        with Spool(2, source.sample_rate) as spool, PeakTrack(source.sample_rate, floor, STEPS_PER_S) as peaks:
            rendered, told = Unlimited(spool, peaks), lambda share: progress(0.5 * share)
            forecast, compression = _render_unlimited(source, denser, lanes, rendered, told)
            loudest_lufs = forecast.loudest_lufs(order.ceiling_db, settings["limiter.release_ms"])
            if loudest_lufs >= order.target_lufs or is_densest(denser):
                try:
                    wanted = _within(order, loudest_lufs)
                    found, delivered = _limit_and_write(rendered, source, denser, wanted, forecast, progress)
                except _Missed as missed:
                    if is_densest(denser) or missed.loudness_lufs > order.target_lufs:
                        raise unreached(
                            source.name, order.target_lufs, order.ceiling_db, missed.loudness_lufs, missed.over_db
                        ) from None
                    # Sparse peaks are not foretold as well as dense ones.
                    continue
                steps = len(delivered.reduction_db)
                return found, replace(delivered, compression_db=compression.reduction_db(steps))
    raise RuntimeError("the densest setting ends the search")


def _within(order: Order, loudest_lufs: float) -> Order:
    """The order, or the loudest that still sounds like music where the loudness was not insisted on."""
    if order.insist or loudest_lufs >= order.target_lufs:
        return order
    return replace(order, target_lufs=loudest_lufs, asked_lufs=order.target_lufs)


class Unlimited(NamedTuple):
    """The song as it comes to the limiter, put aside, and its peaks."""

    song: Spool
    peaks: PeakTrack


def _limit_and_write(
    rendered: Unlimited, source: Source, settings: Settings, order: Order, forecast: Forecast, progress: Progress
) -> tuple[Settings, Delivered]:
    aim, ceiling_db = order.target_lufs, order.ceiling_db - _MARGIN_DB
    misses: dict[float, _Missed] = {}
    for attempt in range(1, _RENDERS + 1):
        drive_db = forecast.drive_for(aim, ceiling_db, settings["limiter.release_ms"])
        lowest_db = parameter("limiter.ceiling_db").low
        settings = settings.replace({"limiter.drive_db": drive_db, "limiter.ceiling_db": max(ceiling_db, lowest_db)})
        try:
            told: Progress = lambda share: progress(0.5 + 0.5 * share)  # noqa: E731
            return settings, _write(rendered, source.channels, settings, ceiling_db, order, attempt, told)
        except _Missed as missed:
            misses[aim] = missed
            nearest = min(misses, key=lambda tried: abs(order.target_lufs - misses[tried].loudness_lufs))
            if missed.over_db > 0.0:
                ceiling_db -= missed.over_db + _SPARE_DB
            if order.asked_lufs is not None:
                aim = forecast.loudest_lufs(ceiling_db, settings["limiter.release_ms"])
            elif not order.insist and attempt >= _EXACT_RENDERS:
                # Too much drive pumps and becomes quieter: what is taken as it comes is what came nearest.
                aim = nearest
            else:
                aim += order.target_lufs - missed.loudness_lufs
    raise misses[nearest]


class _Missed(Exception):
    """A render that is not good enough to keep; unwinds the writer, so that no file is left."""

    def __init__(self, loudness_lufs: float, over_db: float) -> None:
        self.loudness_lufs = loudness_lufs
        self.over_db = over_db


def _render_unlimited(
    source: Source, settings: Settings, lanes: Lanes, rendered: Unlimited, progress: Progress
) -> tuple[Forecast, Compression]:
    spool, peaks = rendered
    loudness = LoudnessMeter(source.sample_rate, source.channels)
    with (
        ThreadPoolExecutor(2) as threads,
        Background(lambda block: loudness.add(block[: source.channels]), peaks.add) as measure,
    ):
        chain = UnlimitedChain(settings.as_dict(), source.sample_rate, lanes, threads)
        compression = chain.compression(source.sample_rate // _SHOWN_STEPS_PER_S)
        for block in source.blocks():
            unlimited = chain.process(stereo(block))
            measure(unlimited)
            spool.append(unlimited)
            progress(source.share(spool.frames))
    peaks.finish()
    power = loudness.powers(1.0 / STEPS_PER_S, 1.0 / STEPS_PER_S)
    return Forecast(power, peaks.peaks()[: len(power)]), compression


def _write(
    rendered: Unlimited,
    channels: int,
    settings: Settings,
    ceiling_db: float,
    order: Order,
    attempt: int,
    progress: Progress,
) -> Delivered:
    spool, peaks = rendered
    is_known = peaks.floor <= lowest_peak(settings["limiter.drive_db"], ceiling_db)
    envelope = peaks.replay() if is_known else None
    meter = LevelMeter(spool.sample_rate, channels)
    upper = FullBandPeak(channels, 10.0 ** ((order.ceiling_db - _READ_DB) / 20.0))
    trace, done = ReductionTrace(spool.sample_rate // _SHOWN_STEPS_PER_S), 0
    with AudioWriter(order.path, spool.sample_rate, channels, order.bits, order.overwrite, order.seed) as writer:
        with Background(meter.add, upper.add) as measure:
            for block, reduction_db in limited_blocks(spool, settings, envelope, ceiling_db):
                measure(writer.write(block[:channels]))
                trace.add(reduction_db)
                done += block.shape[1]
                progress(done / spool.frames)
        levels = meter.result()
        loudness_lufs = levels.loudness.integrated_lufs
        true_peak_db = max(levels.true_peak.dbtp, upper.result_db())
        over_db = true_peak_db - order.ceiling_db
        if over_db > 0.0 or not _may_stay(order, loudness_lufs, attempt, is_densest(settings)):
            raise _Missed(loudness_lufs, over_db)
    is_reached = abs(loudness_lufs - order.target_lufs) <= TOLERANCE_LU
    return Delivered(
        target_lufs=order.target_lufs if is_reached else loudness_lufs,
        ceiling_db=order.ceiling_db,
        loudness_lufs=loudness_lufs,
        true_peak_db=true_peak_db,
        renders=attempt,
        reduction_db=trace.result(),
        reduction_step_s=1.0 / _SHOWN_STEPS_PER_S,
        asked_lufs=order.asked_lufs if is_reached or order.asked_lufs is not None else order.target_lufs,
    )


def _may_stay(order: Order, loudness_lufs: float, attempt: int, is_last: bool) -> bool:
    """Whether a loudness is kept: as it was wanted, or as near as it came to one that nobody named."""
    off_lu = loudness_lufs - order.target_lufs
    if abs(off_lu) <= TOLERANCE_LU:
        return True
    is_foretold = order.asked_lufs is not None
    return not order.insist and (is_foretold or attempt > _EXACT_RENDERS) and (is_last or off_lu > 0.0)


def limited_blocks(
    spool: Source, settings: Settings, envelope: Envelope | None = None, ceiling_db: float | None = None
) -> Iterator[tuple[Float32[np.ndarray, "2 _"], Float32[np.ndarray, " _"]]]:
    """The limiter's output without its delay, and the reduction in dB of each sample; ``envelope`` as for it.

    ``ceiling_db`` is used in place of the settings' own: with the margin it may lie below the range of that.
    """
    limiter = Limiter(
        spool.sample_rate,
        settings["limiter.drive_db"],
        settings["limiter.ceiling_db"] if ceiling_db is None else ceiling_db,
        settings["limiter.release_ms"],
        envelope,
    )
    late = limiter.latency
    for block in _padded(spool, late):
        out = limiter.process(block)
        skipped, late = min(late, out.shape[1]), max(late - out.shape[1], 0)
        yield out[:, skipped:], limiter.reduction_db[skipped:]


def _padded(spool: Source, silence: int) -> Iterator[Float32[np.ndarray, "2 _"]]:
    yield from spool.blocks()
    yield np.zeros((2, silence), np.float32)
