"""The top of the page: what was mastered, to what, and the four figures that matter most."""

from dataclasses import dataclass

from metamaster.report.markup import Markup, join, tag, unbroken
from metamaster.report.numbers import decimal, kilohertz, length
from metamaster.report.table import described
from metamaster.report.tracks import Aim, heard_tone_db, target_lufs, tone_error_db
from metamaster.result import Heard, MasterResult, UsedGenre


@dataclass(frozen=True)
class _Tile:
    """One figure: its name, its number and unit, and what to compare it with."""

    name: str
    number: str
    unit: str
    beside: tuple[str, ...]


def heading(result: MasterResult) -> Markup:
    """The title and the files."""
    lead = "Mastering report" if result.delivered else "What mastering would do (a dry run: nothing was written)"
    files = [("Mix", _file(result.mix))]
    for reference in result.references:
        share = f", weight {decimal(reference.weight, 2)}" if len(result.references) > 1 else ""
        files.append(("Reference", _file(reference) + share))
    if result.genre is not None:
        files.append(("Genre", _genre(result.genre)))
    if result.out is not None:
        files.append(("Master", result.out.name))
    return tag("header", tag("p", lead, class_="lead"), tag("h1", result.mix.name), described(files, class_="files"))


def tiles(result: MasterResult, aim: Aim | None) -> Markup:
    """Loudness, true peak, peak to loudness and tone, of the master or, after a dry run, of the mix."""
    shown = (_loudness(result), _true_peak(result), _dynamics(result), _tone(result, aim))
    label = "Key figures of the " + ("mix" if result.master is None else "master")
    return tag("section", *(_tile(tile) for tile in shown), class_="tiles", aria_label=label)


def _genre(genre: UsedGenre) -> str:
    names = ", ".join(f"{name} (weight {decimal(weight, 2)})" for name, weight in genre.references)
    return f"{genre.name}, learned from {names}"


def _file(heard: Heard) -> str:
    analysis = heard.analysis
    channels = "mono" if analysis.channels == 1 else "stereo"
    return f"{heard.name} ({length(analysis.duration_s)}, {kilohertz(analysis.sample_rate)}, {channels})"


def _tile(tile: _Tile) -> Markup:
    number = tag("p", tile.number, join(" ", tag("span", tile.unit)), class_="number")
    beside = tag("p", *(tag("span", unbroken(part)) for part in tile.beside), class_="beside")
    return tag("div", tag("h2", tile.name), number, beside, class_="tile")


def _loudness(result: MasterResult) -> _Tile:
    beside = (_mix(result, result.mix.analysis.loudness.integrated_lufs), f"target {decimal(target_lufs(result))}")
    return _Tile("Loudness", decimal(_main(result).analysis.loudness.integrated_lufs), "LUFS", beside)


def _true_peak(result: MasterResult) -> _Tile:
    ceiling = (f"ceiling {decimal(result.delivered.ceiling_db)}",) if result.delivered else ()
    beside = (_mix(result, result.mix.analysis.true_peak.dbtp), *ceiling)
    return _Tile("True peak", decimal(_main(result).analysis.true_peak.dbtp), "dBTP", beside)


def _dynamics(result: MasterResult) -> _Tile:
    one = len(result.references) == 1
    reference = (f"reference {decimal(result.references[0].analysis.dynamics.plr_db)}",) if one else ()
    beside = (_mix(result, result.mix.analysis.dynamics.plr_db), *reference)
    return _Tile("Peak to loudness", decimal(_main(result).analysis.dynamics.plr_db), "dB", beside)


def _tone(result: MasterResult, aim: Aim | None) -> _Tile:
    if aim is None:
        beside = (_mix(result, result.mix.analysis.stereo.width_db), "side over mid")
        return _Tile("Width", decimal(_main(result).analysis.stereo.width_db), "dB", beside)
    now = tone_error_db(heard_tone_db(_main(result).analysis), aim.tone_db)
    before = tone_error_db(heard_tone_db(result.mix.analysis), aim.tone_db)
    return _Tile("Tone error", decimal(now), "dB", (_mix(result, before), "from the target"))


def _mix(result: MasterResult, value: float) -> str:
    """What the mix reads beside the master; where there is no master, the tile's own number is the mix's."""
    return f"mix {decimal(value)}" if result.master else "the mix as it is"


def _main(result: MasterResult) -> Heard:
    return result.master or result.mix
