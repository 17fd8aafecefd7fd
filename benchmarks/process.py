"""Whole processes, several times in turn (A B A B): seconds on the wall, processor seconds, peak memory."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.long_files import sixty_minutes, three_minutes
from benchmarks.methods import OURS, REPOSITORY, command

TASK_SONG, TASK_HOUR, TASK_FIRST, TASK_HELP = "3 minutes", "60 minutes", "3 minutes, first run ever", "--help"
_HELP_ROUNDS = 7

Job = Callable[[Path], list[str]]
"""From the path to write to, the command line."""


@dataclass(frozen=True)
class Usage:
    """What one whole process used; ``error`` is empty unless it failed."""

    task: str
    method: str
    repetition: int
    wall_s: float
    cpu_s: float
    peak_mb: float
    error: str


def process_usage(audio: Path, work: Path, methods: tuple[str, ...], rounds: int, hour: bool) -> list[Usage]:
    """Every method on a three-minute song in turn; then ours cold, on an hour, and its start-up alone."""
    mix, reference = three_minutes(audio, work / "long")
    jobs = {method: partial(command, method, mix, reference) for method in methods if method != "none"}
    first = [_first_run(jobs[OURS], work)] if OURS in jobs else []
    if OURS in jobs:
        measure(TASK_SONG, OURS, 0, jobs[OURS], work)
    usages = [
        measure(TASK_SONG, method, repetition, job, work)
        for repetition in range(1, rounds + 1)
        for method, job in jobs.items()
    ]
    if OURS in jobs:
        usages += first + [measure(TASK_HELP, OURS, turn, _start_up, work) for turn in range(1, _HELP_ROUNDS + 1)]
        if hour:
            long_job = partial(command, OURS, sixty_minutes(mix, work / "long"), reference)
            usages.append(measure(TASK_HOUR, OURS, 1, long_job, work))
    return usages


def measure(task: str, method: str, repetition: int, job: Job, work: Path, cache: Path | None = None) -> Usage:
    """Run a job once, into a folder of its own, and read what it used; ``cache`` stands in for the user's cache."""
    environment = os.environ | ({"XDG_CACHE_HOME": str(cache)} if cache else {})
    with tempfile.TemporaryDirectory(dir=work) as scratch:
        result = Path(scratch) / "usage.json"
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.measured", str(result), *job(Path(scratch) / "master.wav")],
            capture_output=True,
            text=True,
            check=False,
            env=environment,
            cwd=REPOSITORY,
        )
        used = json.loads(result.read_text())
    error = "" if done.returncode == 0 else last_line(done.stderr) or f"exit status {done.returncode}"
    return Usage(task, method, repetition, used["wall_s"], used["cpu_s"], used["peak_mb"], error)


def last_line(text: str) -> str:
    """The last line that says something: where programs put their complaint."""
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "")


def _first_run(job: Job, work: Path) -> Usage:
    """With an empty cache folder, so that everything compiles."""
    with tempfile.TemporaryDirectory(dir=work) as cache:
        return measure(TASK_FIRST, OURS, 1, job, work, Path(cache))


def _start_up(out: Path) -> list[str]:
    del out
    return [sys.executable, "-m", "metamaster", "--help"]
