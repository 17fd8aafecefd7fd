"""The page and the plots that follow from rows."""

from pathlib import Path

import pytest

from metamaster.learn.evaluation.family import Family
from metamaster.learn.evaluation.journal import Row
from metamaster.learn.evaluation.page import Told, page, split_table
from metamaster.learn.evaluation.report import write_report
from metamaster.learn.evaluation.rows import Rows
from metamaster.learn.evaluation.summary import splits_of

from .rows import row

ROWS = [
    row("input", 4.0),
    row("oracle", 0.1),
    row("taste of the genre", 0.2),
    row("match EQ", 3.0),
    *(row("ours", 2.0, steps=steps, seconds=0.1 * steps + 0.1) for steps in (0, 5)),
    row("RAdam", 2.5, steps=100),
    row("Matchering", 0.0, failure="it crashed"),
]
MADE = Rows((Family("ours", "what is judged", lambda heard: []),), ("CMA-ES: not installed",), 3, "ours")


def line(table: str, row: str) -> str:
    (found,) = (text for text in table.splitlines() if text.strip("| *").startswith(row))
    return found


@pytest.fixture
def table() -> str:
    return split_table(splits_of([*ROWS[:4], ROWS[5]])["held-out"], ["ours", "input"])


def test_the_best_row_is_bold_and_so_are_its_figures(table: str):
    assert line(table, "ours").startswith("| **ours** | 5 |")
    assert "**2.00** [2.00, 2.00]" in line(table, "ours")
    assert "**" not in line(table, "match EQ")


@pytest.mark.parametrize(("name", "figure"), [("oracle", "0.10"), ("taste of the genre", "0.20")])
def test_what_is_told_what_nobody_can_know_does_not_compete(table: str, name: str, figure: str):
    assert "**" not in line(table, name) and f"{figure} [{figure}, {figure}]" in line(table, name)


def test_rows_stand_in_the_order_asked_for_and_unknown_ones_last(table: str):
    names = [text.split("|")[1].strip(" *") for text in table.splitlines()[2:]]
    assert names == ["ours", "input", "match EQ", "oracle", "taste of the genre"]


def test_the_page_says_what_was_judged_left_out_and_failed():
    text = page(ROWS, MADE, Told("metamaster evaluate", "a machine"))
    assert "`metamaster evaluate` on a machine: 1 of 3 trials, seed 1." in text
    assert "left out: CMA-ES: not installed" in text
    assert "Matchering, held-out 1.0: it crashed" in text
    assert "| held-out: 5 steps at least as near as 100 steps of RAdam |" in text
    assert "- **ours**: what is judged." in text


@pytest.mark.parametrize("style", ["predicted", "learned"])
def test_goals_are_told_of_other_ways_to_read_a_style_too(style: str):
    told = Told("metamaster evaluate", "a machine")
    also = f"The same of `{style}` after 5 steps:"
    assert also in page([*ROWS, row(style, 1.0, steps=5)], MADE, told)
    assert also not in page(ROWS, MADE, told)


@pytest.mark.parametrize("rows", [ROWS, ROWS[:1], [*ROWS, row("input", 1.0, "seen")]], ids=["whole", "input", "two"])
def test_everything_is_written_whatever_rows_there_are(rows: list[Row], tmp_path: Path):
    written = write_report(tmp_path, rows, MADE, "metamaster evaluate")
    assert {path.name for path in written} >= {"results.md", "results-steps.png", "results-seconds.png"}
    assert all(path.stat().st_size > 200 for path in written if path.name != "results.csv")
