"""Before, after, target and references, side by side."""

from collections.abc import Callable
from typing import NamedTuple

from metamaster.measure.analysis import Analysis
from metamaster.measure.dynamics import BANDS
from metamaster.report.numbers import decimal, hertz
from metamaster.report.table import Table
from metamaster.report.tracks import Aim, heard_tone_db, target_lufs, tone_error_db
from metamaster.result import Heard, MasterResult


class _Row(NamedTuple):
    """A measurement: what it is called, how it reads on a file, and how its target reads, if it has one."""

    name: str
    read: Callable[[Analysis], str]
    target: str = ""


def comparison(result: MasterResult, aim: Aim | None) -> Table:
    """The measurements that a mastering engineer asks for; a column for each file and one for the target."""
    heard = [("Mix", result.mix), *([("Master", result.master)] if result.master else [])]
    after = [(_reference_label(index, result.references), item) for index, item in enumerate(result.references)]
    head = ("", *(label for label, _ in heard), "Target", *(label for label, _ in after))
    rows = []
    for row in _rows(result, aim):
        before = [row.read(item.analysis) for _, item in heard]
        rows.append((row.name, *before, row.target, *(row.read(item.analysis) for _, item in after)))
    return Table("Before and after", head, tuple(rows))


def _reference_label(index: int, references: tuple[Heard, ...]) -> str:
    return "Reference" if len(references) == 1 else f"Reference {index + 1}"


def _rows(result: MasterResult, aim: Aim | None) -> list[_Row]:
    return [*_loudness_rows(result), *_tone_rows(aim), *_stereo_rows(), *_file_rows()]


def _loudness_rows(result: MasterResult) -> list[_Row]:
    delivered, target = result.delivered, result.target
    change = target.change_db.get("plr", ()) if target else ()
    plr = decimal(result.mix.analysis.dynamics.plr_db + change[0]) if change else ""
    return [
        _Row("Loudness, LUFS", lambda a: decimal(a.loudness.integrated_lufs), decimal(target_lufs(result))),
        _Row("Loudest 3 s, LUFS", lambda a: decimal(a.loudness.short_term_max_lufs)),
        _Row("Loudness range, LU", lambda a: decimal(a.loudness.loudness_range_lu)),
        _Row(
            "True peak, dBTP",
            lambda a: decimal(a.true_peak.dbtp, 2),
            f"≤ {decimal(delivered.ceiling_db, 2)}" if delivered else "",
        ),
        _Row("Peak to loudness, dB", lambda a: decimal(a.dynamics.plr_db), plr),
        _Row("Peak to 3 s loudness, dB", lambda a: decimal(a.dynamics.psr_typical_db)),
        *(_Row(f"Crest, {band} band, dB", _crest(index)) for index, band in enumerate(BANDS)),
    ]


def _crest(index: int) -> Callable[[Analysis], str]:
    return lambda analysis: decimal(float(analysis.dynamics.bands.crest_db[index]))


def _tone_rows(aim: Aim | None) -> list[_Row]:
    if aim is None:
        return []
    tone = aim.tone_db
    return [_Row("Tone error, dB", lambda a: decimal(tone_error_db(heard_tone_db(a), tone)), "0.0")]


def _stereo_rows() -> list[_Row]:
    return [
        _Row("Width, side over mid, dB", lambda a: decimal(a.stereo.width_db)),
        _Row("Correlation", lambda a: decimal(a.stereo.correlation, 2)),
        _Row("Correlation below 150 Hz", lambda a: decimal(a.stereo.low_correlation, 2)),
        _Row("Lost in mono, dB", lambda a: decimal(a.stereo.mono_fold_db)),
        _Row("Balance, left over right, dB", lambda a: decimal(a.stereo.balance_db)),
    ]


def _file_rows() -> list[_Row]:
    return [
        _Row("Bandwidth", lambda a: hertz(a.spectrum.bandwidth_hz)),
        _Row("Clipped samples", lambda a: f"{a.defects.clipped_samples}"),
    ]
