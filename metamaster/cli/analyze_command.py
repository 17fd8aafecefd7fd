"""``metamaster analyze``."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from metamaster.audio.checks import SourceCheck
from metamaster.audio.files import open_source
from metamaster.measure.analysis import Analyser, Analysis
from metamaster.measure.table import analysis_rows

_ANY_WIDTH = 1_000_000


def run(args: argparse.Namespace) -> None:
    """Prints a table with a column a file, or several where one is too wide to be read, or a JSON list."""
    analyses = [_analysed(path) for path in args.files]
    if args.json:
        print(json.dumps([analysis.to_dict() for analysis in analyses], indent=1))
        return
    console, beside = Console(), analyses[:1]
    for analysis in analyses[1:]:
        if not _fits(console, _table([*beside, analysis])):
            console.print(_table(beside))
            beside = []
        beside.append(analysis)
    console.print(_table(beside))


def _table(analyses: Sequence[Analysis]) -> Table:
    table = Table("", *(escape(analysis.name) for analysis in analyses), "unit")
    for rows in zip(*(analysis_rows(analysis) for analysis in analyses), strict=True):
        label, _, unit = rows[0]
        table.add_row(label, *(value for _, value, _ in rows), unit)
    return table


def _fits(console: Console, table: Table) -> bool:
    """Whether no word of the table is cut."""
    return console.measure(table, options=console.options.update_width(_ANY_WIDTH)).minimum <= console.width


def _analysed(path: Path) -> Analysis:
    source = open_source(path)
    check, analyser = SourceCheck(source), Analyser(source.sample_rate, source.channels, source.name)
    for block in source.blocks():
        check.add(block)
        analyser.add(block)
    return analyser.result()
