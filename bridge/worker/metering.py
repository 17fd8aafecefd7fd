"""Levels of a file over time, in steps, for meters."""

import math
from collections.abc import Callable

import numpy as np
from jaxtyping import Float32

from bridge.session.job import MeterSeries
from bridge.session.meters import SILENCE_DB
from metamaster.audio.checks import SourceCheck
from metamaster.audio.source import Source
from metamaster.measure.levels import LevelMeter
from metamaster.measure.spectrum import SpectrumMeter

STEPS_PER_S = 10


def meter_series(
    source: Source, reduction_db: tuple[float, ...] = (), progress: Callable[[float], None] = lambda _: None
) -> MeterSeries:
    """One pass over a file; ``reduction_db`` is known from its render. Raises what reading and ``checks`` raise."""
    check, levels, image = SourceCheck(source), LevelMeter(source.sample_rate, source.channels, STEPS_PER_S), _Steps()
    tone = SpectrumMeter(source.sample_rate, source.channels)
    heard = 0
    for block in source.blocks(size=source.sample_rate // STEPS_PER_S):
        check.add(block)
        levels.add(block)
        image.add(block)
        tone.add(block)
        heard += block.shape[1]
        progress(source.share(heard))
    progress(1.0)
    found = levels.result()
    check.finish(found.loudness.integrated_lufs)
    spectrum = tone.result()
    return MeterSeries(
        name=source.name,
        step_s=1.0 / STEPS_PER_S,
        integrated_lufs=_shown(found.loudness.integrated_lufs),
        true_peak_db=_shown(found.true_peak.dbtp),
        correlation=image.overall(),
        momentary_lufs=_all_shown(found.loudness.momentary_lufs),
        short_term_lufs=_all_shown(found.loudness.short_term_lufs),
        peak_db=_all_shown(20.0 * np.log10(np.maximum(found.true_peak.segments, 1e-10))),
        reduction_db=reduction_db,
        correlations=tuple(image.steps),
        spectrum_hz=tuple(round(float(hz), 2) for hz in spectrum.curve_hz),
        spectrum_db=_all_shown(spectrum.curve_db),
    )


class _Steps:
    """The correlation of the channels in every block, and over all of them."""

    def __init__(self) -> None:
        self.steps: list[float] = []
        self._sums = np.zeros((2, 2))

    def add(self, block: Float32[np.ndarray, "channels samples"]) -> None:
        pair = block[[0, -1]].astype(np.float64)
        products = pair @ pair.T
        self._sums += products
        self.steps.append(_correlation(products))

    def overall(self) -> float:
        return _correlation(self._sums)


def _correlation(products: np.ndarray) -> float:
    left, right = products[0, 0], products[1, 1]
    if left <= 0.0 or right <= 0.0:
        return 1.0 if left == right else 0.0
    return round(float(np.clip(products[0, 1] / math.sqrt(left * right), -1.0, 1.0)), 3)


def _shown(level: float) -> float:
    return round(max(float(level), SILENCE_DB), 2)


def _all_shown(levels: np.ndarray) -> tuple[float, ...]:
    return tuple(_shown(level) for level in levels)
