"""What an evaluation leaves: page, plots, and a table of means beside the rows."""

import csv
import io
import os
import platform
from collections.abc import Iterable, Sequence
from pathlib import Path

from metamaster.audio.atomic import atomic_text
from metamaster.learn.evaluation.journal import Row
from metamaster.learn.evaluation.page import Told, page
from metamaster.learn.evaluation.plots import SECONDS_FILE, STEPS_FILE, draw_against_seconds, draw_against_steps
from metamaster.learn.evaluation.rows import Rows
from metamaster.learn.evaluation.summary import COLUMNS, Split, splits_of

CSV_FILE, SUMMARY_FILE, PAGE_FILE = "results.csv", "results-summary.csv", "results.md"


def write_report(folder: Path, rows: Sequence[Row], made: Rows, command: str) -> tuple[Path, ...]:
    """Writes everything that follows from the rows, in place of what was there; gives the paths."""
    splits = splits_of(rows)
    draw_against_steps(folder / STEPS_FILE, splits)
    draw_against_seconds(folder / SECONDS_FILE, splits)
    atomic_text(folder / SUMMARY_FILE, _summary(splits.values()), overwrite=True)
    atomic_text(folder / PAGE_FILE, page(rows, made, Told(command, _machine())), overwrite=True)
    return tuple(folder / name for name in (CSV_FILE, SUMMARY_FILE, STEPS_FILE, SECONDS_FILE, PAGE_FILE))


def _summary(splits: Iterable[Split]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(
        ["split", "row", "steps", "seconds", "trials", *(f"{c}{e}" for c in COLUMNS for e in ("", "_low", "_high"))]
    )
    for split in splits:
        for line, rows in split.by_line.items():
            intervals = [split.interval(line, column) for column in COLUMNS]
            cells = [f"{value:.4f}" if one else "" for one in intervals for value in (one or ("", "", ""))]
            writer.writerow([split.name, line.row, line.steps, f"{split.seconds(line):.4f}", len(rows), *cells])
    return text.getvalue()


def _machine() -> str:
    return f"{os.cpu_count()} cores, Python {platform.python_version()}"
