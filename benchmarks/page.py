"""docs/benchmarks.md and the raw figures beside it."""

import csv
import io
import os
import platform
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from benchmarks.goals import goals_table
from benchmarks.methods import MATCHERING, METHODS, OURS, master
from benchmarks.process import Usage
from benchmarks.quality import Row
from benchmarks.table import delivery_table, error_table, paired_table, plr_floor, process_table
from metamaster.audio.atomic import atomic_text
from metamaster.learn.evaluation.metrics import ASPECTS

_SPLITS = {
    "restore": "A finished master unmastered by ffmpeg or SoX; the reference is another section of the same song, "
    "the truth the master itself.",
    "transfer": "A style put by ffmpeg or SoX on a song and on a *different* song; the mix is the song without it, "
    "the reference the other song with it, the truth the song with it.",
    "real": "Mixes that were never mastered. There is no truth: the figures are distances to the *reference*, for "
    "information; nearest is not best.",
}


def write_page(folder: Path, rows: Sequence[Row], usages: Sequence[Usage], asked: str) -> None:
    """Write benchmarks.md, benchmarks.csv and benchmarks-process.csv into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    quality_fields = [
        "split",
        "case",
        "method",
        "seconds",
        "failure",
        "over_reference_lu",
        "true_peak_dbtp",
        "plr_floor_db",
    ]
    _write_csv(
        folder / "benchmarks.csv",
        [*quality_fields, *(f"{aspect}_error" for aspect in ASPECTS)],
        ([*(getattr(r, name) for name in quality_fields), *(r.errors.get(a, "") for a in ASPECTS)] for r in rows),
    )
    usage_fields = [field.name for field in fields(Usage)]
    _write_csv(folder / "benchmarks-process.csv", usage_fields, (list(asdict(usage).values()) for usage in usages))
    atomic_text(folder / "benchmarks.md", page(rows, usages, asked), overwrite=True)


def page(rows: Sequence[Row], usages: Sequence[Usage], asked: str) -> str:
    """The whole page as Markdown."""
    parts = ["# Benchmarks", _introduction(asked)]
    if any(row.method == OURS for row in rows) or any(usage.method == OURS for usage in usages):
        parts += ["## Goals", goals_table(rows, usages)]
    if rows:
        parts += ["## Errors by aspect", _legend()]
        parts += [section for split in _SPLITS for section in _split_sections(split, rows)]
    if usages:
        parts += ["## Whole processes", "Medians of runs taken in turn.", process_table(usages)]
    parts += _failures(rows, usages)
    return "\n\n".join(parts) + "\n"


def _split_sections(split: str, rows: Sequence[Row]) -> list[str]:
    mine = [row for row in rows if row.split == split]
    if not mine:
        return []
    methods = list(dict.fromkeys(row.method for row in mine))
    parts = [f"### {split.capitalize()}", _SPLITS[split], error_table(mine, methods)]
    if OURS in methods and len(methods) > 1 and split != "real":
        parts += [
            "Ours against the others, case by case:",
            paired_table(mine, [m for m in methods if m != OURS]),
        ]
    floor = [] if split == "real" else [plr_floor(mine)]
    return [*parts, *floor, "Delivery:", delivery_table(mine, methods)]


def _introduction(asked: str) -> str:
    names = ("numpy", "scipy", "pedalboard", "jax", "matchering")
    packages = ", ".join(f"{name} {version(name)}" for name in names if find_spec(name))
    ffmpeg = subprocess.run(["ffmpeg", "-version"], capture_output=True, text=True, check=False).stdout.split()[:3]
    return (
        f"Made by `{asked}`; every row of a table comes from that one run, with every method as a process of its own. "
        f"Python {platform.python_version()}, {packages}, {' '.join(ffmpeg)}, "
        f"on {_processor()}, {os.cpu_count()} cores. "
        "The raw figures are in benchmarks.csv and benchmarks-process.csv. Seconds in the delivery tables are whole "
        "processes on 30 s sections while other cases run beside them: compare them with one another only."
    )


def _legend() -> str:
    lines = [f"- **{aspect}**: {_first_paragraph(error.__doc__ or '')}" for aspect, error in ASPECTS.items()]
    methods = [
        f"- {name.replace('_', ' ')}: {_first_paragraph(master(name).__doc__ or '')}"
        for name in METHODS
        if name != MATCHERING or find_spec("matchering")
    ]
    about = "Mean over cases with the bootstrap 95 % interval, in dB (loudness in LU); smaller is better."
    return "\n".join([about, "", *lines, "", "The methods beside ours:", "", *methods])


def _first_paragraph(docstring: str) -> str:
    return " ".join(docstring.partition("\n\n")[0].split())


def _failures(rows: Sequence[Row], usages: Sequence[Usage]) -> list[str]:
    failed = [f"- {row.method} on {row.split}, {row.case}: {row.failure}" for row in rows if row.failure]
    failed += [f"- {usage.method} on {usage.task}: {usage.error}" for usage in usages if usage.error]
    return ["## Failures", "\n".join(failed)] if failed else []


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _write_csv(path: Path, header: Sequence[str], lines: Iterable[Sequence[object]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([f"{cell:.4f}" if isinstance(cell, float) else cell for cell in line] for line in lines)
    atomic_text(path, text.getvalue(), overwrite=True)
