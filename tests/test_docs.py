"""Links of README and docs lead to a file, and to a heading where they name one; Python can be called as is shown."""

import ast
import importlib
import inspect
import re
from collections.abc import Callable, Iterator
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


def snippets(page: Path) -> list[ast.Module]:
    """The Python that a page shows."""
    return [ast.parse(code) for code in re.findall(r"^```python\n(.*?)^```", page.read_text("utf-8"), re.S | re.M)]


def calls(snippet: ast.Module) -> Iterator[tuple[Callable, ast.Call]]:
    """What a snippet imports by name, and how it calls it."""
    home = {
        alias.name: one.module
        for one in ast.walk(snippet)
        if isinstance(one, ast.ImportFrom) and one.module
        for alias in one.names
    }
    for one in ast.walk(snippet):
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id in home:
            yield getattr(importlib.import_module(home[one.func.id]), one.func.id), one


@pytest.mark.parametrize("page", [page for page in PAGES if snippets(page)], ids=lambda page: page.name)
def test_python_can_be_called_as_it_is_shown(page: Path) -> None:
    for snippet in snippets(page):
        for called, how in calls(snippet):
            inspect.signature(called).bind(*how.args, **{word.arg: word.value for word in how.keywords if word.arg})
