"""Automation as a file: JSON, or CSV for spreadsheets; checked when it is read."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import msgspec

from metamaster.chain.lanes import Lanes, Point, checked_lanes
from metamaster.errors import DamagedSettings, OutputFormat
from metamaster.schema import Misfit, fitted
from metamaster.text_file import read_text, shown

FORMAT = "metamaster-automation"
VERSION = 1
_COLUMNS = ["seconds", "parameter", "value"]


class _Content(msgspec.Struct, frozen=True):
    format: str
    version: int
    lanes: dict[str, tuple[tuple[float, ...], ...]]


def beside(state: Path) -> Path:
    """Where the lanes of a session are kept whose state is there."""
    return state.with_name(f"{state.name}.automation.json")


def formerly_beside(state: Path) -> Path | None:
    """Where they were kept before, which states that differ by their endings shared; None for a new state."""
    return state.with_suffix(".automation.json") if state.exists() else None


def json_bytes(lanes: Lanes) -> bytes:
    """Lanes as JSON, a point on each line."""
    rows = {
        name: ",\n   ".join(json.dumps([round(seconds, 6), value]) for seconds, value in points)
        for name, points in lanes.items()
    }
    body = ",\n".join(f'  "{name}": [\n   {points}\n  ]' for name, points in rows.items())
    return f'{{\n "format": "{FORMAT}",\n "version": {VERSION},\n "lanes": {{\n{body}\n }}\n}}\n'.encode()


def csv_bytes(lanes: Lanes) -> bytes:
    """Lanes as CSV with the columns seconds, parameter and value, lane after lane."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows([round(seconds, 6), name, value] for name, points in lanes.items() for seconds, value in points)
    return text.getvalue().encode()


def encoded(path: Path, lanes: Lanes) -> bytes:
    """Lanes in the format that the path's suffix names; raises OutputFormat."""
    match path.suffix.lower():
        case ".json":
            return json_bytes(lanes)
        case ".csv":
            return csv_bytes(lanes)
        case _:
            raise OutputFormat(f"{path.name} cannot hold automation: name it .json or .csv.")


def lanes_in(path: Path) -> Lanes:
    """The lanes in a file; raises InputMissing, or DamagedSettings naming the file and what is wrong in it."""
    try:
        text = read_text(path)
        return checked_lanes(_from_csv(text) if path.suffix.lower() == ".csv" else _from_json(text))
    except (Misfit, DamagedSettings) as error:
        raise DamagedSettings(f"{shown(path)}: {error}") from error


def _from_json(text: str) -> dict[str, list[Point]]:
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Misfit(f"it is damaged ({error}): correct it there, or name another.") from error
    content = fitted(raw, _Content)
    if content.format != FORMAT or content.version != VERSION:
        raise Misfit(f'it is no automation that can be read here ("format": "{FORMAT}", "version": {VERSION}).')
    return {name: [_point(name, pair) for pair in points] for name, points in content.lanes.items()}


def _point(name: str, pair: tuple[float, ...]) -> Point:
    if len(pair) != 2:
        raise Misfit(f"a point of {name} has {len(pair)} numbers: give two, seconds and value.")
    return pair[0], pair[1]


def _from_csv(text: str) -> dict[str, list[Point]]:
    lanes: dict[str, list[Point]] = {}
    for name, point in _rows(text):
        lanes.setdefault(name, []).append(point)
    return lanes


def _rows(text: str) -> Iterator[tuple[str, Point]]:
    try:
        rows = list(csv.reader(io.StringIO(text)))
    except csv.Error as error:
        raise Misfit(f"it is not valid CSV ({error}): correct it there.") from error
    if not rows or [cell.strip() for cell in rows[0]] != _COLUMNS:
        raise Misfit(f"its first line must be {','.join(_COLUMNS)}.")
    for number, row in enumerate(rows[1:], start=2):
        if not row:
            continue
        try:
            seconds, name, value = row
            yield name.strip(), (float(seconds), float(value))
        except ValueError as error:
            raise Misfit(f"line {number} is {','.join(row)[:80]!r}, but must be {','.join(_COLUMNS)}.") from error
