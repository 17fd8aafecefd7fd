"""What the charts draw: mix, master and reference on common scales, and what was aimed at."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from jaxtyping import Float64

from metamaster.measure.analysis import Analysis
from metamaster.measure.loudness import MONO_LU
from metamaster.measure.spectrum import Spectrum
from metamaster.result import Heard, MasterResult

Kind = Literal["mix", "master", "reference", "target"]
Tone = Float64[np.ndarray, "29"]
Width = Float64[np.ndarray, "10"]

NO_WIDTH_DB = -30.0
"""A side quieter than this is as good as none."""
_EMPTY_DB = -120.0


@dataclass(frozen=True, eq=False)
class Track:
    """One thing that was listened to; several references are one track, their weighted mean in dB.

    ``curve_db`` and ``tone_db`` are relative to the integrated loudness, so that they compare tone and not level;
    what holds nothing at all is NaN.
    """

    kind: Kind
    label: str
    integrated_lufs: float
    curve_hz: Float64[np.ndarray, " points"]
    curve_db: Float64[np.ndarray, " points"]
    tone_db: Tone
    width_db: Width
    short_levels_db: Float64[np.ndarray, "3 percentiles"]
    long_levels_db: Float64[np.ndarray, "3 percentiles"]


@dataclass(frozen=True, eq=False)
class Aim:
    """What was aimed at: the spectrum in third-octaves at equal loudness, and side over mid per octave, both in dB."""

    tone_db: Tone
    width_db: Width


def tracks(result: MasterResult) -> tuple[Track, ...]:
    """The mix, the master if there is one, and the reference if there is one, in this order."""
    mix = _track("mix", "Mix", (result.mix,))
    master = (_track("master", "Master", (result.master,)),) if result.master else ()
    count = len(result.references)
    label = "Reference" if count == 1 else f"References (mean of {count})"
    reference = (_track("reference", label, result.references),) if count else ()
    return (mix, *master, *reference)


def aim(result: MasterResult) -> Aim | None:
    """The mix plus the change that was wanted; None where the chain came from a settings file."""
    if result.target is None:
        return None
    change, analysis = result.target.change_db, result.mix.analysis
    tone = heard_tone_db(analysis) + np.array(change.get("tone", (0.0,) * 29))
    return Aim(tone, _width_db(analysis) + np.array(change.get("width", (0.0,) * 10)))


def target_lufs(result: MasterResult) -> float:
    """The loudness aimed at, as a meter reads it: 3 LU less on a mono file than it sounds in two loudspeakers."""
    if result.delivered is not None:
        return result.delivered.target_lufs
    return result.target_lufs - (MONO_LU if result.mix.analysis.channels == 1 else 0.0)


def heard_tone_db(analysis: Analysis) -> Tone:
    """The mid's third-octave spectrum relative to the loudness, in dB; NaN where it holds nothing."""
    return _filled(analysis.spectrum.mid_db) - analysis.loudness.integrated_lufs


def tone_error_db(one: Tone, other: Tone) -> float:
    """The mean distance of two spectra in dB over the bands that both have; NaN where there is none."""
    apart = np.abs(one - other)
    known = np.isfinite(apart)
    return float(apart[known].mean()) if known.any() else float("nan")


def _track(kind: Kind, label: str, heard: tuple[Heard, ...]) -> Track:
    analyses = [item.analysis for item in heard]
    weights = np.array([item.weight for item in heard])
    points = min(len(analysis.spectrum.curve_hz) for analysis in analyses)

    def mean(rows: list[np.ndarray]) -> np.ndarray:
        return np.asarray(np.average(np.stack(rows), axis=0, weights=weights if weights.sum() > 0 else None))

    return Track(
        kind=kind,
        label=label,
        integrated_lufs=float(mean([np.array(analysis.loudness.integrated_lufs) for analysis in analyses])),
        curve_hz=analyses[0].spectrum.curve_hz[:points],
        curve_db=mean([_curve_db(a.spectrum, a.loudness.integrated_lufs)[:points] for a in analyses]),
        tone_db=mean([heard_tone_db(analysis) for analysis in analyses]),
        width_db=mean([_width_db(analysis) for analysis in analyses]),
        short_levels_db=mean([analysis.dynamics.bands.short_levels_db for analysis in analyses]),
        long_levels_db=mean([analysis.dynamics.bands.long_levels_db for analysis in analyses]),
    )


def _curve_db(spectrum: Spectrum, integrated_lufs: float) -> Float64[np.ndarray, " points"]:
    return _filled(spectrum.curve_db) - integrated_lufs


def _width_db(analysis: Analysis) -> Width:
    return np.asarray(np.maximum(analysis.stereo.octave_width_db, NO_WIDTH_DB))


def _filled(levels_db: np.ndarray) -> np.ndarray:
    return np.where(levels_db > _EMPTY_DB, levels_db, np.nan)
