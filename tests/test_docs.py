"""Every relative link of README and docs leads to a file, and to a heading of it where it names one."""

import re
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

PAGES = sorted([*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md")])
_LINK = re.compile(r"\]\(([^()\s]+)\)")
_ELSEWHERE = ("http://", "https://", "mailto:")


def text_of(page: Path) -> str:
    """A page without its code, in which brackets mean something else."""
    without_blocks = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    return re.sub(r"`[^`\n]*`", lambda code: code.group().strip("`").replace("](", ""), without_blocks)


def links(page: Path) -> list[str]:
    return [link for link in _LINK.findall(text_of(page)) if not link.startswith(_ELSEWHERE)]


def anchors(page: Path) -> set[str]:
    """What a web page of the repository calls its headings."""
    headings = re.findall(r"^#+ +(.+?) *$", text_of(page), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(REPOSITORY).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    dead = []
    for link in links(page):
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            dead.append(link)
    assert dead == []
