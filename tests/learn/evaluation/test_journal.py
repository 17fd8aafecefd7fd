"""Rows in their file: whole, readable again, and what was cut short left out."""

from pathlib import Path

import pytest

from metamaster.errors import DamagedRun
from metamaster.learn.evaluation.journal import Journal, read_rows

from .rows import row


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "results.csv"


def test_rows_come_back_as_they_were_written(path: Path):
    rows = [row("input", 1.25, controls=0.5), row("ours, new", 0.5, steps=5, mark="abc", same_song=True)]
    Journal(path, resume=False).add(rows)
    first, second = read_rows(path)
    assert first == rows[0]
    assert (second.row, second.mark, second.steps, second.same_song) == ("ours, new", "abc", 5, True)


def test_a_failure_has_no_errors(path: Path):
    Journal(path, resume=False).add([row("ours", 0.0, failure="it broke, badly", errors={})])
    (only,) = read_rows(path)
    assert only.failure == "it broke, badly" and only.errors["tone"] != only.errors["tone"]


def test_it_goes_on_where_it_was_cut_short(path: Path):
    Journal(path, resume=False).add([row("input", 1.0)])
    Journal(path, resume=True).add([row("ours", 1.0, steps=1), row("ours", 1.0, steps=5)])
    path.write_text(path.read_text()[:-20])
    journal = Journal(path, resume=True)
    assert [key[1] for key in journal.done()] == ["input"]
    journal.add([row("ours", 2.0, steps=1), row("ours", 2.0, steps=5)])
    assert [one.row for one in read_rows(path)] == ["input", "ours", "ours"]


def test_a_table_with_other_columns_is_not_gone_on_with(path: Path):
    path.write_text("row,steps\ninput,0\n")
    with pytest.raises(DamagedRun, match="other columns"):
        Journal(path, resume=True)
    assert path.read_text() == "row,steps\ninput,0\n"


def test_it_begins_anew_unless_asked_to_go_on(path: Path):
    Journal(path, resume=False).add([row("input", 1.0)])
    assert Journal(path, resume=False).rows == [] and read_rows(path) == []
