"""Listens to a file once, start to end: checks it, measures it, and reads the frames that style is made of."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import repeat
from threading import Event

import numpy as np
import soxr

from metamaster.audio.checks import SourceCheck
from metamaster.audio.offset import OffsetMeter, less
from metamaster.audio.source import Source, stereo
from metamaster.measure.analysis import Analyser, Analysis, Depth
from metamaster.style.frames import STYLE_RATE, Frames
from metamaster.style.reading import FrameReader

_AT_ONCE = 2

Progress = Callable[[float], None]


@dataclass(frozen=True, eq=False)
class Listened:
    """A source without any offset, what was measured on it, and its frames."""

    source: Source
    analysis: Analysis
    frames: Frames

    @property
    def loudness_lufs(self) -> float:
        """Integrated loudness of the programme in two loudspeakers; a mono file plays in both."""
        return float(self.analysis.heard_lufs)


def listen(source: Source, progress: Progress = lambda _: None, depth: Depth = Depth.BANDS) -> Listened:
    """One pass over a source; raises what reading raises, and NonFiniteInput, TooShort or SilentInput.

    One with a constant offset worth removing is heard again without it, and what comes back is of the source without
    it, but for the offset and the clipping.
    """
    offset = OffsetMeter(source.channels)
    heard = _listen(source, offset, progress, depth)
    centred = less(source, offset.result())
    if centred is source:
        return heard
    again = _listen(centred, OffsetMeter(source.channels), progress, depth)
    return replace(again, analysis=_with_faults_of(heard.analysis, again.analysis))


def _with_faults_of(found: Analysis, centred: Analysis) -> Analysis:
    """What was measured without the offset, with that offset and the clipping, which only shows with it."""
    clipped_runs, clipped_samples = found.defects.clipped_runs, found.defects.clipped_samples
    return replace(
        centred,
        spectrum=replace(centred.spectrum, dc_offset=found.spectrum.dc_offset),
        defects=replace(centred.defects, clipped_runs=clipped_runs, clipped_samples=clipped_samples),
    )


def _listen(source: Source, offset: OffsetMeter, progress: Progress, depth: Depth) -> Listened:
    check = SourceCheck(source)
    analyser = Analyser(source.sample_rate, source.channels, source.name, depth)
    reader, convert = FrameReader(), _converter(source)
    heard = 0
    for block in source.blocks():
        check.add(block)
        offset.add(block)
        analyser.add(block)
        reader.add(convert(stereo(block), False))
        heard += block.shape[1]
        progress(source.share(heard))
    progress(1.0)
    reader.add(convert(np.zeros((2, 0), np.float32), True))
    analysis = analyser.result()
    check.finish(analysis.loudness.integrated_lufs)
    return Listened(source, analysis, reader.result())


def listen_all(
    sources: Sequence[Source],
    progress: Progress = lambda _: None,
    depths: Iterable[Depth] = repeat(Depth.BANDS),
) -> tuple[Listened, ...]:
    """Listens to several sources, to each in its depth, two at a time; the first error is raised, a Ctrl-C at once."""
    done, stopped = [0.0] * len(sources), Event()

    def report(index: int) -> Progress:
        def told(share: float) -> None:
            if stopped.is_set():
                raise CancelledError
            done[index] = share
            progress(sum(done) / len(done))

        return told

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        try:
            told = [report(index) for index in range(len(sources))]
            return tuple(pool.map(listen, sources, told, depths))
        finally:
            # Leaving the pool waits for its threads, which would else listen to the end of an hour's file.
            stopped.set()


def _converter(source: Source) -> Callable[[np.ndarray, bool], np.ndarray]:
    if source.sample_rate == STYLE_RATE:
        return lambda block, last: block
    stream = soxr.ResampleStream(source.sample_rate, STYLE_RATE, 2, dtype="float32", quality="HQ")
    return lambda block, last: np.ascontiguousarray(stream.resample_chunk(np.ascontiguousarray(block.T), last=last).T)
