"""The rows of an evaluation in a CSV file, whole after every family of every trial, so that it can go on from there."""

import csv
import io
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from metamaster.audio.atomic import atomic_text, reported
from metamaster.errors import DamagedRun
from metamaster.learn.evaluation.metrics import ASPECTS
from metamaster.learn.evaluation.trial import TrialKey

COLUMNS = (
    *("split", "seed", "number", "genre", "engineer", "same_song"),
    *("row", "mark", "steps", "seconds", "failure"),
    *ASPECTS,
    "controls",
)
DOES_NOT_APPLY = "does not apply"


@dataclass(frozen=True)
class Row:
    """One way to master after one count of steps on one trial; errors in dB, NaN where there is none."""

    key: TrialKey
    genre: str
    engineer: str
    same_song: bool
    row: str
    mark: str
    steps: int
    seconds: float
    failure: str
    errors: dict[str, float]
    controls: float


class Journal:
    """Appends rows; what was cut short by a kill is dropped on opening."""

    def __init__(self, path: Path, resume: bool) -> None:
        self._path = path
        self.rows = read_rows(path) if resume else []
        atomic_text(path, _lines([COLUMNS, *(_cells(row) for row in self.rows)]), overwrite=True)

    def done(self) -> set[tuple[TrialKey, str, str]]:
        """Which families of which trials are there."""
        return {_family(row) for row in self.rows}

    def add(self, rows: Sequence[Row]) -> None:
        """Appends the rows of one family on one trial, and brings them to the disk."""
        self.rows += rows
        with reported(self._path), self._path.open("a", encoding="utf-8", newline="") as file:
            file.write(_lines(_cells(row) for row in rows))
            file.flush()
            os.fsync(file.fileno())


def read_rows(path: Path) -> list[Row]:
    """The rows of a file so far; none if there is no such file.

    Where the last line was cut short, the rows before it may be of the same family: none of the last one's count.
    Raises DamagedRun where the table has other columns.
    """
    if not path.is_file():
        return []
    whole, _, cut = path.read_text(encoding="utf-8").rpartition("\n")
    table = csv.DictReader(io.StringIO(whole))
    if whole and tuple(table.fieldnames or ()) != COLUMNS:
        raise DamagedRun(
            f"{path} has other columns than this version writes: name another folder with --out, or begin anew with "
            "--force."
        )
    rows = [_row(cells) for cells in table if None not in cells.values()]
    return [row for row in rows if _family(row) != _family(rows[-1])] if cut and rows else rows


def _family(row: Row) -> tuple[TrialKey, str, str]:
    return row.key, row.row, row.mark


def _row(cells: dict[str, str]) -> Row:
    return Row(
        key=TrialKey(cells["split"], int(cells["seed"]), int(cells["number"])),
        genre=cells["genre"],
        engineer=cells["engineer"],
        same_song=cells["same_song"] == "yes",
        row=cells["row"],
        mark=cells["mark"],
        steps=int(cells["steps"]),
        seconds=float(cells["seconds"]),
        failure=cells["failure"],
        errors={aspect: _number(cells[aspect]) for aspect in ASPECTS},
        controls=_number(cells["controls"]),
    )


def _cells(row: Row) -> list[str]:
    told = [row.key.split, str(row.key.seed), str(row.key.number), row.genre, row.engineer]
    told += ["yes" if row.same_song else "no", row.row, row.mark, str(row.steps), f"{row.seconds:.4f}", row.failure]
    figures = [*(row.errors.get(aspect, float("nan")) for aspect in ASPECTS), row.controls]
    return told + ["" if figure != figure else f"{figure:.4f}" for figure in figures]  # noqa: PLR0124 - NaN


def _number(cell: str) -> float:
    return float(cell) if cell else float("nan")


def _lines(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
