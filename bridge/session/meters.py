"""Meters: what they read, and where the readings come from.

The levels of the last file that was analysed or rendered are one source; the live insert is the other
(``bridge.live.meters``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from bridge.session.job import MeterSeries

SILENCE_DB = -200.0
"""What stands for −∞, which not every front end can show."""
_MOMENTARY_S = 0.4
_SHORT_TERM_S = 3.0


@dataclass(frozen=True, slots=True)
class MeterReading:
    """Loudness in LUFS, true peak in dBTP, gain reduction in dB (≥ 0), correlation −1 to 1.

    The limiter's reduction, and that of the compressor of each band, which is None where only the sound is known.
    """

    momentary_lufs: float
    short_term_lufs: float
    integrated_lufs: float
    true_peak_db: float
    reduction_db: float
    correlation: float
    low_reduction_db: float | None = None
    mid_reduction_db: float | None = None
    high_reduction_db: float | None = None


@runtime_checkable
class MeterSource(Protocol):
    """Where meters read."""

    name: str

    def read(self, position_s: float | None) -> MeterReading:
        """The levels at a position; without one, those of the whole (the highest of loudness over time)."""
        ...


class FileMeters:
    """The levels of a file that was measured."""

    def __init__(self, series: MeterSeries) -> None:
        self.name = series.name
        self.series = series
        self._whole = MeterReading(
            max(series.momentary_lufs, default=SILENCE_DB),
            max(series.short_term_lufs, default=SILENCE_DB),
            series.integrated_lufs,
            series.true_peak_db,
            max(series.reduction_db, default=0.0),
            series.correlation,
            *(max(band, default=0.0) for band in series.compression_db),
        )

    def read(self, position_s: float | None) -> MeterReading:
        """See ``MeterSource``; a window counts at the time of its end, and the integrated loudness is the file's."""
        series = self.series
        if position_s is None:
            return self._whole
        step = int(position_s / series.step_s)
        return MeterReading(
            _at(series.momentary_lufs, step - round(_MOMENTARY_S / series.step_s), SILENCE_DB),
            _at(series.short_term_lufs, step - round(_SHORT_TERM_S / series.step_s), SILENCE_DB),
            series.integrated_lufs,
            _at(series.peak_db, step, SILENCE_DB),
            _at(series.reduction_db, step, 0.0),
            _at(series.correlations, step, 1.0),
            *(_at(band, step, 0.0) for band in series.compression_db),
        )


def _at(values: Sequence[float], index: int, otherwise: float) -> float:
    return values[index] if 0 <= index < len(values) else otherwise
