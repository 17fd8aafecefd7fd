"""Every method on every case, and how far each result is from the truth."""

import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from benchmarks.cases import Case, case_files
from benchmarks.file_portrait import portrait_of
from benchmarks.methods import REPOSITORY, command
from benchmarks.process import last_line
from metamaster.learn.evaluation.metrics import errors
from metamaster.learn.evaluation.portrait import Portrait

_TIMEOUT_S = 900
_CEILING_DBTP = -1.0


@dataclass(frozen=True)
class Row:
    """One method on one case.

    ``errors`` are against the truth, or against the reference where there is none (split ``real``);
    ``over_reference_lu`` is the master's loudness minus the reference's; ``failure`` is empty unless the method failed.
    ``plr_floor_db`` is the least error in plr of any master of the case that keeps to the reference's loudness and to
    -1 dBTP.
    """

    split: str
    case: str
    method: str
    seconds: float
    failure: str
    errors: dict[str, float] = field(default_factory=dict)
    over_reference_lu: float = float("nan")
    true_peak_dbtp: float = float("nan")
    plr_floor_db: float = float("nan")


def quality(cases: list[Case], methods: tuple[str, ...], cache: Path, jobs: int) -> list[Row]:
    """Rows for all cases, cases side by side in ``jobs`` processes; progress goes to stderr."""
    rows: list[Row] = []
    with ProcessPoolExecutor(jobs) as pool:
        for done, some in enumerate(pool.map(partial(case_rows, methods=methods, cache=cache), cases), 1):
            rows += some
            print(f"\rcase {done} of {len(cases)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return rows


def case_rows(case: Case, methods: tuple[str, ...], cache: Path) -> list[Row]:
    """Every method on one case."""
    files = case_files(case, cache)
    reference = portrait_of(files.reference)
    goal = portrait_of(files.truth) if files.truth else reference
    with tempfile.TemporaryDirectory(dir=cache) as scratch:
        rows = []
        for method in methods:
            out = Path(scratch) / f"{method}.wav"
            seconds, failure = _run(command(method, files.mix, files.reference, out))
            rows.append(_row(case, method, seconds, failure, out, (goal, reference)))
            out.unlink(missing_ok=True)
    return rows


def _run(job: list[str]) -> tuple[float, str]:
    started = time.perf_counter()
    try:
        done = subprocess.run(job, capture_output=True, text=True, check=False, timeout=_TIMEOUT_S, cwd=REPOSITORY)
    except subprocess.TimeoutExpired:
        return time.perf_counter() - started, f"did not end within {_TIMEOUT_S} s"
    failure = "" if done.returncode == 0 else last_line(done.stderr) or f"exit status {done.returncode}"
    return time.perf_counter() - started, failure


def _row(case: Case, method: str, seconds: float, failure: str, out: Path, against: tuple[Portrait, Portrait]) -> Row:
    if not failure and not out.exists():
        failure = "left no file"
    if failure:
        return Row(case.split, case.name, method, seconds, failure)
    goal, reference = against
    master = portrait_of(out)
    return Row(
        split=case.split,
        case=case.name,
        method=method,
        seconds=seconds,
        failure="",
        errors=errors(master, goal),
        over_reference_lu=master.lufs - reference.lufs,
        true_peak_dbtp=master.true_peak_dbtp,
        plr_floor_db=plr_floor_db(goal, reference),
    )


def plr_floor_db(goal: Portrait, reference: Portrait) -> float:
    """By how much the goal's plr is above the highest that the reference's loudness and the ceiling leave room for."""
    return max(goal.plr_db - (_CEILING_DBTP - reference.lufs), 0.0)
