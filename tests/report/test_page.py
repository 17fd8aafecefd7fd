"""The report as text: whole, well formed, self-contained, and safe whatever files are called."""

import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from metamaster.chain.parameters import PARAMETERS
from metamaster.chain.settings import DEFAULTS
from metamaster.chain.uncertainty import Uncertainty
from metamaster.errors import OutputExists, OutputUnwritable
from metamaster.report.page import REPORT_NAME, report_page, write_report
from metamaster.result import Delivered, Heard, MasterResult
from metamaster.version import __version__
from tests.report.jobs import analysed, dry_run, job, low_rate, mono, out_of_phase, reused, several_references, target

JOBS: dict[str, Callable[[], MasterResult]] = {
    "master": job,
    "dry run": dry_run,
    "from a settings file": reused,
    "neutral chain": lambda: reused(DEFAULTS),
    "mono": mono,
    "out of phase": out_of_phase,
    "low rate": low_rate,
    "several references": several_references,
    "master not studied": lambda: job(master=None),
}
VOID = {"meta", "link", "br"}
SECTIONS = {"done", "comparison", "loudness", "tone", "stereo", "dynamics", "settings"}
FIGURES = {"timeline", "spectra", "eq-mid", "distance", "width", "eq-side", "levels", "compressors"}


class Outline(HTMLParser):
    """Checks that elements close in the order they opened, and collects identifiers, attributes and text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += attrs
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"script", "style"} & set(self.open):
            self.text += f"{data}\n"


@pytest.fixture(scope="module", params=JOBS, ids=str)
def page(request: pytest.FixtureRequest) -> str:
    return report_page(JOBS[request.param]())


def drawings(page: str) -> list[str]:
    return re.findall(r"<svg.*?</svg>", page, flags=re.DOTALL)


def test_every_element_is_closed_in_order(page: str) -> None:
    assert Outline(page).open == []


def test_no_identifier_occurs_twice(page: str) -> None:
    ids = Outline(page).ids
    assert len(ids) == len(set(ids))


def test_every_section_is_there(page: str) -> None:
    assert set(Outline(page).ids) >= SECTIONS | (FIGURES - {"distance"})


def test_every_drawing_is_well_formed(page: str) -> None:
    for drawing in drawings(page):
        ElementTree.fromstring(drawing)


def test_every_chart_has_a_title_and_a_description(page: str) -> None:
    ids = set(Outline(page).ids)
    labels = re.findall(r'aria-labelledby="([^"]*)"', page)
    assert len(labels) >= 2 * (len(FIGURES) - 1)
    assert all(part in ids for label in labels for part in label.split())


@pytest.mark.parametrize("title", ["Equaliser on mid", "Equaliser and image on side"])
def test_what_an_equaliser_is_drawn_in_is_told(title: str) -> None:
    text = Outline(report_page(job())).text
    assert text.partition(f"{title}\n")[2].strip().startswith("Gain in dB")


def test_every_coordinate_is_a_number(page: str) -> None:
    drawn = re.findall(r' (?:d|x|y|cx|cy|r|width|height|viewBox)="([^"]*)"', "".join(drawings(page)))
    assert drawn
    assert not [value for value in drawn if re.search("nan|inf", value)]


def test_nothing_reads_as_not_a_number(page: str) -> None:
    assert not re.search(r"\b(nan|inf|None)\b", Outline(page).text)


def test_the_page_holds_everything_it_needs(page: str) -> None:
    names = {name for name, _ in Outline(page).attributes}
    assert not names & {"src", "href", "srcset", "action", "style", "onload", "xlink:href"}
    assert not re.search(r"https?:|//[a-z]|url\(|@import", page)


def test_the_page_is_light_enough_to_mail(page: str) -> None:
    assert len(page.encode()) < 400_000


def test_the_target_appears_where_there_is_one() -> None:
    assert ("distance" in Outline(report_page(job())).ids, "distance" in Outline(report_page(reused())).ids) == (
        True,
        False,
    )


def test_sentences_and_warnings_are_on_the_page() -> None:
    text = Outline(report_page(job(sentences=("Did this.",), warnings=("Beware of that.",)))).text
    assert "Did this." in text
    assert "Beware of that." in text


@pytest.mark.parametrize(("known", "told"), [(0.004, "learned: under 1 %."), (0.62, "learned: 62 %."), (None, None)])
def test_what_the_reference_was_taken_for_is_told(known: float | None, told: str | None) -> None:
    text = Outline(report_page(job(target=replace(target(same_song=0.4), known_genre=known)))).text
    assert "the same song: 40 %." in text
    assert told in text if told else "genres that were learned" not in text


def test_without_warnings_there_is_no_notice() -> None:
    assert "warnings" not in Outline(report_page(job(warnings=()))).ids


def test_every_control_is_listed() -> None:
    text = Outline(report_page(job())).text.split("\n")
    assert {entry.name for entry in PARAMETERS} <= set(text)


def test_how_sure_each_control_is_is_told() -> None:
    text = Outline(report_page(job())).text
    assert "Of the 3 controls that were adapted, the reference does not determine 1: hardly more is known of it" in text
    assert {"0.42 dB", "120 Hz", "0.050"} < set(text.split("\n"))


def test_what_the_reference_does_not_determine_is_marked() -> None:
    assert re.findall(r'<td class="sure open">([^<]*)</td>', report_page(job())) == ["120 Hz"]


def test_where_all_is_determined_it_says_so() -> None:
    text = Outline(report_page(job(uncertainty=Uncertainty({"eq.mid.bell_1.q": 0.1})))).text
    assert "The reference determines all of the 1 controls" in text


def test_without_uncertainty_there_is_no_such_column() -> None:
    assert "±" not in Outline(report_page(reused())).text


def test_a_dry_run_says_that_nothing_was_written() -> None:
    assert "nothing was written" in Outline(report_page(dry_run())).text


def test_the_version_is_on_the_page() -> None:
    assert f"metamaster {__version__}" in Outline(report_page(job())).text


def test_names_of_files_stay_text() -> None:
    evil = "</title></style><script>alert(1)</script>\"'&.wav"
    result = job(Heard(evil, analysed(1)), (Heard(evil, analysed(2)),), out=Path(evil.replace("/", "")))
    page = report_page(replace(result, sentences=(evil,), warnings=(evil,), seconds={evil: 1.0}))
    assert page.count("<script>") == 1
    assert Outline(page).text.count("<script>alert(1)") >= 6


def test_a_very_long_song_makes_no_larger_page() -> None:
    short, seconds = analysed(1), 3600.0
    series = np.tile(short.loudness.short_term_lufs, 100)[: round(seconds * 10)]
    long = replace(short, frames=round(seconds * 44100), loudness=replace(short.loudness, short_term_lufs=series))
    reduction = np.ones(round(seconds * 10), np.float32)
    made = Delivered(-14.0, -1.0, -14.0, -1.0, 1, reduction)
    result = job(Heard("long.wav", long), master=Heard("long master.wav", long), delivered=made)
    assert len(report_page(result).encode()) < 400_000


def test_silence_in_the_middle_breaks_the_line_and_nothing_else() -> None:
    analysis = analysed(1)
    series = analysis.loudness.short_term_lufs.copy()
    series[100:150] = -np.inf
    silent = replace(analysis, loudness=replace(analysis.loudness, short_term_lufs=series))
    page = report_page(job(Heard("mix.wav", silent)))
    assert not re.search(r' d="[^"]*(nan|inf)', page)


def test_the_report_is_written_into_the_folder(tmp_path: Path) -> None:
    path = write_report(job(), tmp_path, overwrite=False)
    assert (path, path.read_text("utf-8")) == (tmp_path / REPORT_NAME, report_page(job()))


def test_a_report_that_is_there_is_kept(tmp_path: Path) -> None:
    (tmp_path / REPORT_NAME).write_text("mine")
    with pytest.raises(OutputExists):
        write_report(job(), tmp_path, overwrite=False)
    assert (tmp_path / REPORT_NAME).read_text() == "mine"


def test_a_report_is_overwritten_when_asked(tmp_path: Path) -> None:
    (tmp_path / REPORT_NAME).write_text("old")
    assert write_report(job(), tmp_path, overwrite=True).read_text("utf-8").startswith("<!DOCTYPE html>")


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputUnwritable):
        write_report(job(), tmp_path / "nowhere", overwrite=False)
