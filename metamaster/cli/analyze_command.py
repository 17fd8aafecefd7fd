"""``metamaster analyze``."""

import argparse
import json
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from metamaster.audio.checks import SourceCheck
from metamaster.audio.files import open_source
from metamaster.measure.analysis import Analyser, Analysis
from metamaster.measure.table import analysis_rows


def run(args: argparse.Namespace) -> None:
    """Prints one table with a column a file, or a JSON list."""
    analyses = [_analysed(path) for path in args.files]
    if args.json:
        print(json.dumps([analysis.to_dict() for analysis in analyses], indent=1))
        return
    table = Table("", *(escape(analysis.name) for analysis in analyses), "unit")
    for rows in zip(*(analysis_rows(analysis) for analysis in analyses), strict=True):
        label, _, unit = rows[0]
        table.add_row(label, *(value for _, value, _ in rows), unit)
    Console().print(table)


def _analysed(path: Path) -> Analysis:
    source = open_source(path)
    check, analyser = SourceCheck(source), Analyser(source.sample_rate, source.channels, source.name)
    for block in source.blocks():
        check.add(block)
        analyser.add(block)
    return analyser.result()
