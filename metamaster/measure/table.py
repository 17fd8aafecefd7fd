"""An analysis as rows for a person: what, how much, in which unit."""

import math

from metamaster.measure.analysis import Analysis
from metamaster.measure.dynamics import BANDS, CROSSOVERS_HZ

Row = tuple[str, str, str]


def analysis_rows(analysis: Analysis) -> list[Row]:
    """List label, value and unit, in the order people ask; what could not be measured reads as n/a."""
    return [
        *_file_rows(analysis),
        *_loudness_rows(analysis),
        *_dynamics_rows(analysis),
        *_stereo_rows(analysis),
        *_spectrum_rows(analysis),
        *_defect_rows(analysis),
    ]


def _file_rows(analysis: Analysis) -> list[Row]:
    minutes, seconds = divmod(analysis.duration_s, 60)
    return [
        ("Length", f"{int(minutes)}:{seconds:04.1f}", "min:s"),
        ("Sample rate", f"{analysis.sample_rate / 1000:g}", "kHz"),
        ("Channels", {1: "mono", 2: "stereo"}[analysis.channels], ""),
    ]


def _loudness_rows(analysis: Analysis) -> list[Row]:
    loudness, peak = analysis.loudness, analysis.true_peak
    return [
        ("Integrated loudness", _number(loudness.integrated_lufs), "LUFS"),
        ("Loudest 3 s (short-term)", _number(loudness.short_term_max_lufs), "LUFS"),
        ("Loudest 0.4 s (momentary)", _number(loudness.momentary_max_lufs), "LUFS"),
        ("Loudness range", _number(loudness.loudness_range_lu), "LU"),
        ("True peak", _number(peak.dbtp, 2), "dBTP"),
        ("True peak at", _number(peak.seconds, 2), "s"),
    ]


def _dynamics_rows(analysis: Analysis) -> list[Row]:
    dynamics = analysis.dynamics
    low, high = CROSSOVERS_HZ
    ranges = (f"below {low:g} Hz", f"{low:g} to {high:g} Hz", f"above {high:g} Hz")
    return [
        ("Peak to loudness (PLR)", _number(dynamics.plr_db), "dB"),
        ("Peak to short-term (PSR), typical", _number(dynamics.psr_typical_db), "dB"),
        ("Peak to short-term (PSR), least", _number(dynamics.psr_min_db), "dB"),
        *(
            (f"Crest, {band} ({where})", _number(crest), "dB")
            for band, where, crest in zip(BANDS, ranges, dynamics.bands.crest_db.tolist(), strict=True)
        ),
    ]


def _stereo_rows(analysis: Analysis) -> list[Row]:
    stereo = analysis.stereo
    return [
        ("Correlation", _number(stereo.correlation, 2), ""),
        ("Correlation below 150 Hz", _number(stereo.low_correlation, 2), ""),
        ("Width (side over mid)", _number(stereo.width_db), "dB"),
        ("Lost in mono", _number(stereo.mono_fold_db), "dB"),
        ("Balance (left over right)", _number(stereo.balance_db), "dB"),
    ]


def _spectrum_rows(analysis: Analysis) -> list[Row]:
    spectrum = analysis.spectrum
    lossy = f"yes, cut at {_kilohertz(spectrum.cutoff_hz)} kHz" if spectrum.cutoff_hz is not None else "no"
    largest_dc = max(spectrum.dc_offset, key=abs)
    return [
        ("Bandwidth", _kilohertz(spectrum.bandwidth_hz), "kHz"),
        ("Lossy source", lossy, ""),
        ("DC offset", f"{100 * largest_dc:.3f}", "%"),
    ]


def _defect_rows(analysis: Analysis) -> list[Row]:
    defects = analysis.defects
    clipped = f"{defects.clipped_samples} in {defects.clipped_runs} places" if defects.clipped_runs else "0"
    return [
        ("Clipped samples", clipped, ""),
        ("Already limited", "yes" if defects.already_limited else "no", ""),
        ("Silence at the start", _number(defects.silence_head_s, 2), "s"),
        ("Silence at the end", _number(defects.silence_tail_s, 2), "s"),
    ]


def _number(value: float, digits: int = 1) -> str:
    # Adding zero takes the sign from what rounds to nothing.
    return f"{round(value, digits) + 0.0:.{digits}f}" if math.isfinite(value) else "n/a"


def _kilohertz(hz: float) -> str:
    return f"{hz / 1000:.1f}"
