"""What the benchmark's page says about the goals follows from the rows."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.goals import goals_table
from benchmarks.methods import METHODS
from benchmarks.process import TASK_SONG, Usage
from benchmarks.quality import Row, plr_floor_db
from benchmarks.table import delivery_table, error_table, plr_floor, process_table
from metamaster.learn.evaluation.intervals import mean_interval
from metamaster.learn.evaluation.metrics import ASPECTS
from metamaster.learn.evaluation.portrait import Portrait


def row(method: str, error_db: float, split: str = "restore", case: str = "song") -> Row:
    return Row(split, case, method, 1.0, "", dict.fromkeys(ASPECTS, error_db), 0.1, -1.0)


def failed(method: str) -> Row:
    return Row("restore", "song", method, 1.0, "did not like it")


def usage(method: str, wall_s: float, peak_mb: float, error: str = "", repetition: int = 1) -> Usage:
    return Usage(TASK_SONG, method, repetition, wall_s, wall_s, peak_mb, error)


def verdict(table: str, goal: str) -> str:
    (line,) = [line for line in table.splitlines() if goal in line]
    return line.split("|")[-2].strip()


@pytest.mark.parametrize(("ours_db", "met"), [(0.9, "yes"), (1.0, "NO"), (1.1, "NO")])
def test_restoring_must_be_below_the_rival(ours_db: float, met: str) -> None:
    table = goals_table([row("ours", ours_db), row("matchering", 1.0)], [])
    assert verdict(table, "restore: tone error below matchering") == met


@pytest.mark.parametrize(("ours_db", "met"), [(1.0, "yes"), (1.1, "NO")])
def test_a_style_must_not_be_above_loudness_only(ours_db: float, met: str) -> None:
    table = goals_table([row("ours", ours_db, "transfer"), row("loudness_only", 1.0, "transfer")], [])
    assert verdict(table, "transfer: width error not above loudness only") == met


@pytest.mark.parametrize(("ours_db", "met"), [(0.8, "yes"), (0.9, "NO"), (1.1, "NO")])
@pytest.mark.parametrize("split", ["restore", "transfer"])
def test_every_aspect_must_be_well_under_the_best_of_the_others(split: str, ours_db: float, met: str) -> None:
    others = [row(method, error_db, split) for method, error_db in zip(METHODS, (3.0, 1.0, 2.0, 4.0), strict=True)]
    table = goals_table([row("ours", ours_db, split), *others], [])
    for aspect in ("tone", "width", "dynamics", "plr", "spectrum"):
        assert verdict(table, f"{split}: {aspect} error at least 15 % under the best of") == met


def test_goals_compare_cases_that_both_finished() -> None:
    rows = [row("ours", 2.0), row("ours", 9.0, case="other"), row("matchering", 3.0)]
    assert verdict(goals_table(rows, []), "restore: tone error below matchering") == "yes"


def test_time_and_memory_are_judged_by_medians() -> None:
    usages = [usage("ours", wall_s, 100.0) for wall_s in (1.0, 2.0, 60.0)] + [usage("matchering", 4.0, 200.0)]
    assert verdict(goals_table([], usages), "at most 0.5 of Matchering's") == "yes"


def test_a_failed_case_is_counted_and_not_averaged() -> None:
    rows = [failed("matchering"), row("matchering", 1.0, case="other")]
    assert error_table(rows, ["matchering"]).splitlines()[-1].startswith("| matchering | 1 | 1.00 ")
    assert delivery_table(rows, ["matchering"]).splitlines()[-1].endswith("| 1 |")


def test_a_method_that_always_failed_has_no_figures() -> None:
    assert error_table([failed("matchering")], ["matchering"]).splitlines()[-1].startswith("| matchering | 0 | - |")


def test_failed_and_warming_runs_do_not_count() -> None:
    usages = [usage("ours", 9.0, 9.0, repetition=0), usage("ours", 9.0, 9.0, error="broke"), usage("ours", 2.0, 3.0)]
    assert "| 1 | 2.00 | 2.00 | 3 |" in process_table(usages)


def sound(lufs: float, true_peak_dbtp: float) -> Portrait:
    nothing = np.zeros(1)
    return Portrait(lufs, true_peak_dbtp, 12.0, *[nothing] * 5)


@pytest.mark.parametrize(("peak_dbtp", "floor_db"), [(0.5, 1.5), (-1.0, 0.0), (-3.0, 0.0)])
@pytest.mark.parametrize("louder_lu", [0.0, 2.0])
def test_the_ceiling_leaves_as_much_plr_as_the_truth_peaks_above_it(
    peak_dbtp: float, floor_db: float, louder_lu: float
):
    reference = sound(-10.0, 0.0)
    assert plr_floor_db(sound(-10.0 + louder_lu, peak_dbtp + louder_lu), reference) == pytest.approx(floor_db)


def test_the_page_says_what_the_ceiling_leaves_once_a_case() -> None:
    rows = [
        replace(row(method, 1.0, case=case), plr_floor_db=floor_db)
        for method in ("ours", "none")
        for case, floor_db in (("a", 0.0), ("b", 1.0), ("c", 0.5))
    ]
    told = plr_floor(rows)
    assert told.startswith("In 2 of 3 cases") and "by 0.50 dB at least" in told


def test_the_interval_holds_the_mean() -> None:
    mean, low, high = mean_interval([1.0, 2.0, 3.0, 6.0])
    assert mean == 3.0
    assert low < mean < high


def test_one_case_has_no_spread() -> None:
    assert mean_interval([2.0]) == (2.0, 2.0, 2.0)
