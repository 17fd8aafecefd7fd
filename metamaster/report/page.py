"""The report: one HTML page that holds everything it needs and asks the network for nothing."""

import base64
import hashlib
from importlib.resources import files
from pathlib import Path

from metamaster.audio.atomic import atomic_text
from metamaster.report.charts.compressors import compressors
from metamaster.report.charts.equaliser import mid_equaliser, side_equaliser
from metamaster.report.charts.figure import Figure
from metamaster.report.charts.levels import levels
from metamaster.report.charts.spectra import distance, spectra
from metamaster.report.charts.timeline import timeline
from metamaster.report.charts.width import width
from metamaster.report.comparison import comparison
from metamaster.report.markup import Markup, join, tag
from metamaster.report.numbers import decimal
from metamaster.report.palette import as_the_system_has_it
from metamaster.report.settings_table import settings_table
from metamaster.report.summary import heading, tiles
from metamaster.report.table import Table, folded, listed
from metamaster.report.tracks import Aim, Track, aim, tracks
from metamaster.result import MasterResult, StyleTarget
from metamaster.version import __version__

REPORT_NAME = "report.html"


def write_report(result: MasterResult, folder: Path, overwrite: bool) -> Path:
    """Write ``report.html`` into an existing folder, whole or not at all, and return its path.

    Raises OutputExists, OutputUnwritable or OutputFull.
    """
    path = folder / REPORT_NAME
    atomic_text(path, report_page(result), overwrite)
    return path


def report_page(result: MasterResult) -> str:
    """The page as text: charts as inline SVG, styles and a small script inside, light and dark."""
    style, script = Markup(as_the_system_has_it() + _asset("style.css")), _asset("crosshair.js")
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=_policy(style, script)),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="generator", content=f"metamaster {__version__}"),
        tag("title", f"{result.mix.name}: mastering report"),
        tag("style", style),
    )
    body = tag("body", _main(result), tag("script", script))
    return f"<!DOCTYPE html>\n{tag('html', head, body, lang='en')}\n"


def _main(result: MasterResult) -> Markup:
    heard, wanted = tracks(result), aim(result)
    return tag(
        "main",
        heading(result),
        _notices(result),
        tiles(result, wanted),
        tag("div", _done(result), _numbers(result, wanted), class_="pair" if len(result.references) < 3 else None),
        _charts(result, heard, wanted),
        tag("section", tag("h2", "Settings"), settings_table(result.settings, result.uncertainty), id="settings"),
        _footer(result),
    )


def _notices(result: MasterResult) -> Markup:
    if not result.warnings:
        return Markup("")
    title = tag("h2", "Worth knowing")
    return tag("section", title, listed(result.warnings, "notices"), id="warnings", class_="notice")


def _done(result: MasterResult) -> Markup:
    title = tag("h2", "What would be done" if result.delivered is None else "What was done")
    if not result.sentences:
        return tag("section", title, tag("p", "Nothing that can be heard: the chain is neutral."), id="done")
    return tag("section", title, listed(result.sentences, "done", ordered=True), id="done")


def _numbers(result: MasterResult, wanted: Aim | None) -> Markup:
    return tag("section", tag("h2", "Before and after"), comparison(result, wanted).markup(), id="comparison")


def _charts(result: MasterResult, heard: tuple[Track, ...], wanted: Aim | None) -> Markup:
    settings, rate = result.settings, result.mix.analysis.sample_rate
    apart = (distance(heard, wanted),) if wanted is not None else ()
    return join(
        _section("loudness", "Loudness", timeline(result, heard)),
        _section("tone", "Tone", spectra(heard), mid_equaliser(settings, rate), *apart),
        _section("stereo", "Stereo", width(heard, wanted), side_equaliser(settings, rate)),
        _section("dynamics", "Dynamics", levels(heard), compressors(settings, result.mix.analysis.dynamics.bands)),
    )


def _section(key: str, title: str, *figures: Figure) -> Markup:
    return tag("section", tag("h2", title), *(figure.markup() for figure in figures), id=key, class_="charts")


def _footer(result: MasterResult) -> Markup:
    parts = [_adaptation(result), _timings(result), tag("p", f"metamaster {__version__}")]
    return tag("footer", *parts)


def _adaptation(result: MasterResult) -> Markup:
    if result.target is None:
        return tag("p", "The chain came from a settings file; nothing was adapted.")
    losses, judged = result.target.losses, _judged(result.target)
    if len(losses) < 2:
        return tag("p", f"No step of adaptation was made. {judged}")
    steps = f"{len(losses) - 1} step" + ("s" if len(losses) > 2 else "")
    return tag("p", f"Adaptation took {steps} and brought the loss from {losses[0]:.3g} to {losses[-1]:.3g}. {judged}")


def _judged(target: StyleTarget) -> str:
    """What the reference was taken for."""
    same = f"Probability that mix and reference are the same song: {_percent(target.same_song)}."
    if target.known_genre is None:
        return same
    return f"{same} Likeness of the reference to the genres that were learned: {_percent(target.known_genre)}."


def _percent(share: float) -> str:
    number = "under 1" if share < 0.01 else "over 99" if share > 0.99 else decimal(100 * share, 0)
    return f"{number} %"


def _timings(result: MasterResult) -> Markup:
    if not result.seconds:
        return Markup("")
    rows = tuple((part, decimal(seconds, 2)) for part, seconds in result.seconds.items())
    total = ("together", decimal(sum(result.seconds.values()), 2))
    table = Table("Wall time of each part in seconds", ("Part", "Seconds"), (*rows, total))
    return folded(f"Time spent: {total[1]} s", table.markup())


def _asset(name: str) -> Markup:
    return Markup(files("metamaster.report").joinpath("assets", name).read_text(encoding="utf-8"))


def _policy(style: str, script: str) -> str:
    """Forbids the browser everything but this page's own style and script, should any text slip through as markup."""
    return f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'"


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
