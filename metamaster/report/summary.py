"""The top of the page: what was mastered, to what, and the four figures that matter most."""

from dataclasses import dataclass

from metamaster.report.markup import Markup, join, tag
from metamaster.report.numbers import decimal, kilohertz, length
from metamaster.report.table import described
from metamaster.report.tracks import Aim, heard_tone_db, tone_error_db
from metamaster.result import Heard, MasterResult


@dataclass(frozen=True)
class _Tile:
    """One figure: its name, its number and unit, and what to compare it with."""

    name: str
    number: str
    unit: str
    beside: str


def heading(result: MasterResult) -> Markup:
    """The title and the files."""
    lead = "What the chain would do (dry run: nothing was written)" if result.master is None else "Mastering report"
    files = [("Mix", _file(result.mix))]
    for reference in result.references:
        share = f", weight {decimal(reference.weight, 2)}" if len(result.references) > 1 else ""
        files.append(("Reference", _file(reference) + share))
    if result.master is not None:
        files.append(("Master", result.out.name if result.out else "kept in memory"))
    return tag("header", tag("p", lead, class_="lead"), tag("h1", result.mix.name), described(files, class_="files"))


def tiles(result: MasterResult, aim: Aim | None) -> Markup:
    """Loudness, true peak, peak to loudness and tone, of the master or, after a dry run, of the mix."""
    shown = (_loudness(result), _true_peak(result), _dynamics(result), _tone(result, aim))
    label = "Key figures of the " + ("mix" if result.master is None else "master")
    return tag("section", *(_tile(tile) for tile in shown), class_="tiles", aria_label=label)


def _file(heard: Heard) -> str:
    analysis = heard.analysis
    channels = "mono" if analysis.channels == 1 else "stereo"
    return f"{heard.name} ({length(analysis.duration_s)}, {kilohertz(analysis.sample_rate)}, {channels})"


def _tile(tile: _Tile) -> Markup:
    number = tag("p", tile.number, join(" ", tag("span", tile.unit)), class_="number")
    return tag("div", tag("h2", tile.name), number, tag("p", tile.beside), class_="tile")


def _loudness(result: MasterResult) -> _Tile:
    beside = [f"mix {decimal(result.mix.analysis.loudness.integrated_lufs)}"] if result.master else ["mix as it is"]
    if result.delivered:
        beside.append(f"target {decimal(result.delivered.target_lufs)}")
    return _Tile("Loudness", decimal(_main(result).analysis.loudness.integrated_lufs), "LUFS", " · ".join(beside))


def _true_peak(result: MasterResult) -> _Tile:
    beside = [f"mix {decimal(result.mix.analysis.true_peak.dbtp)}"] if result.master else ["mix as it is"]
    if result.delivered:
        beside.append(f"ceiling {decimal(result.delivered.ceiling_db)}")
    return _Tile("True peak", decimal(_main(result).analysis.true_peak.dbtp), "dBTP", " · ".join(beside))


def _dynamics(result: MasterResult) -> _Tile:
    beside = [f"mix {decimal(result.mix.analysis.dynamics.plr_db)}"] if result.master else ["mix as it is"]
    if len(result.references) == 1:
        beside.append(f"reference {decimal(result.references[0].analysis.dynamics.plr_db)}")
    return _Tile("Peak to loudness", decimal(_main(result).analysis.dynamics.plr_db), "dB", " · ".join(beside))


def _tone(result: MasterResult, aim: Aim | None) -> _Tile:
    if aim is None:
        beside = f"mix {decimal(result.mix.analysis.stereo.width_db)}" if result.master else "mix as it is"
        return _Tile("Width", decimal(_main(result).analysis.stereo.width_db), "dB", f"{beside}, side over mid")
    now = tone_error_db(heard_tone_db(_main(result).analysis), aim.tone_db)
    before = tone_error_db(heard_tone_db(result.mix.analysis), aim.tone_db)
    beside = f"the mix was {decimal(before)} away" if result.master else "mix as it is"
    return _Tile("Tone, from target", decimal(now), "dB", beside)


def _main(result: MasterResult) -> Heard:
    return result.master or result.mix
