"""The report in a real browser: it loads in silence, asks the network for nothing, and fits every screen."""

import struct
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from metamaster.report.page import write_report
from tests.report.browser import NAMES, Browser, find_chromium
from tests.report.jobs import job

VIEWS = [(1280, "light"), (1280, "dark"), (420, "light"), (420, "dark"), (800, "light")]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    program = find_chromium()
    if program is None or sys.platform == "win32":
        pytest.skip(f"needs a browser to look at the report: install Chromium (one of {', '.join(NAMES)} on the path)")
    page: Path = write_report(job(), tmp_path_factory.mktemp("report"), overwrite=False)
    with Browser(program) as opened:
        opened.load(page)
        yield opened


def test_the_page_loads_without_a_word_on_the_console(browser: Browser) -> None:
    assert browser.said("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded") == []


def test_the_page_asks_for_nothing_but_itself(browser: Browser) -> None:
    asked = [event["request"]["url"] for event in browser.said("Network.requestWillBeSent")]
    assert [Path(url).name for url in asked] == ["report.html"]


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_the_page_never_scrolls_sideways(browser: Browser, width: int, scheme: str) -> None:
    browser.view(width, scheme)
    assert browser.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_the_page_can_be_seen(browser: Browser, width: int, scheme: str) -> None:
    browser.view(width, scheme)
    pixels = unpacked(browser.screenshot())
    assert len(set(pixels)) > 64


def test_dark_and_light_differ(browser: Browser) -> None:
    paper = "getComputedStyle(document.body).backgroundColor"
    browser.view(1280, "light")
    light = browser.evaluate(paper)
    browser.view(1280, "dark")
    assert browser.evaluate(paper) != light


def test_each_figure_shows_one_drawing(browser: Browser) -> None:
    shown = "[...document.querySelectorAll('figure')].map(f => [...f.querySelectorAll(':scope > svg')]"
    counts = f"{shown}.filter(s => getComputedStyle(s).display !== 'none').length)"
    for width in (1280, 420):
        browser.view(width, "light")
        assert set(browser.evaluate(counts)) == {1}


def test_no_label_runs_out_of_its_figure(browser: Browser) -> None:
    stray = """[...document.querySelectorAll('figure svg text')].filter(t => {
        const [a, b] = [t.getBoundingClientRect(), t.closest('figure').getBoundingClientRect()];
        return a.width > 0 && (a.left < b.left || a.right > b.right || a.bottom > b.bottom);
    }).map(t => t.textContent)"""
    for width in (1280, 420):
        browser.view(width, "light")
        assert browser.evaluate(stray) == []


def test_pointing_at_a_chart_reads_its_curves(browser: Browser) -> None:
    browser.view(1280, "light")
    browser.evaluate("document.querySelector('#spectra > svg').scrollIntoView({block: 'center'})")
    box = browser.evaluate(
        "JSON.parse(JSON.stringify(document.querySelector('#spectra > svg').getBoundingClientRect()))"
    )
    browser.hover(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    reading = browser.evaluate("document.querySelector('#spectra .reading').textContent")
    assert [row.split("  ")[0] for row in reading.split("\n")[1:]] == ["Mix", "Master", "Reference"]


def unpacked(png: bytes) -> bytes:
    """The pixel bytes of a PNG, still filtered row by row."""
    data, at = b"", 8
    while at < len(png):
        size, kind = struct.unpack_from(">I4s", png, at)
        data += png[at + 8 : at + 8 + size] if kind == b"IDAT" else b""
        at += 12 + size
    return zlib.decompress(data)
