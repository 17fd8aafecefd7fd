"""The figures of a run, a row a step, in a CSV file that is whole after every step."""

import csv
import os
from pathlib import Path

from metamaster.audio.atomic import atomic_text, reported

FILE = "metrics.csv"
Row = dict[str, float | int | str]
_FIRST = ("step", "phase", "seconds")
_FIGURES = ("loss", "gradient_norm", "inner_start", "inner_end")
_ERRORS = ("tone", "width", "dynamics", "plr", "parameters")
COLUMNS = (
    *_FIRST,
    *_FIGURES,
    *(f"{error}_end" for error in _ERRORS),
    "valid_loss",
    *(f"valid_{error}_{when}" for error in _ERRORS for when in ("start", "end")),
)


class Journal:
    """Appends rows; made anew, or cut back to a step from which a run goes on."""

    def __init__(self, folder: Path, done: int) -> None:
        self._path = folder / FILE
        rows = [row for row in read_journal(folder) if int(row["step"]) <= done] if done else []
        lines = [",".join(COLUMNS), *(",".join(row.get(name) or "" for name in COLUMNS) for row in rows)]
        atomic_text(self._path, "".join(f"{line}\n" for line in lines), overwrite=True)

    def add(self, row: Row) -> None:
        """Appends a row and brings it to the disk."""
        line = ",".join(_shown(row.get(name, "")) for name in COLUMNS)
        with reported(self._path), self._path.open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")
            file.flush()
            os.fsync(file.fileno())


def read_journal(folder: Path) -> list[dict[str, str]]:
    """The rows so far; a last line that was cut short does not count."""
    path = folder / FILE
    if not path.is_file():
        return []
    whole = path.read_text(encoding="utf-8").rpartition("\n")[0]
    return [row for row in csv.DictReader(whole.splitlines()) if None not in row.values() and None not in row]


def _shown(value: float | int | str) -> str:
    return repr(value) if isinstance(value, float) else str(value)
