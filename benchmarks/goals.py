"""The figures that were set as goals, next to what this run measured."""

from collections.abc import Sequence

import numpy as np

from benchmarks.methods import MATCHERING, METHODS, OURS
from benchmarks.process import TASK_FIRST, TASK_HELP, TASK_HOUR, TASK_SONG, Usage
from benchmarks.quality import Row
from benchmarks.table import medians
from metamaster.learn.evaluation.goals import under_the_best
from metamaster.learn.evaluation.metrics import ASPECTS
from metamaster.learn.evaluation.summary import OVERALL_OF
from metamaster.report.markdown import markdown

Goal = tuple[str, str, bool]
"""What is wanted, what was measured, whether it is met."""


def goals_table(rows: Sequence[Row], usages: Sequence[Usage]) -> str:
    """Every goal that this run can judge."""
    goals = [*_quality_goals(rows), *_process_goals(usages)]
    return markdown(["goal", "measured", "met"], [[goal, found, "yes" if met else "NO"] for goal, found, met in goals])


def _quality_goals(rows: Sequence[Row]) -> list[Goal]:
    goals = []
    for aspect in ("tone", "width"):
        for rival in ("half_match_eq", MATCHERING):
            goals += _below(rows, "restore", aspect, rival, "below")
    for aspect in ASPECTS:
        goals += _below(rows, "transfer", aspect, "loudness_only", "not above")
    for split in ("restore", "transfer"):
        for aspect in OVERALL_OF:
            goals += _under_the_best(rows, split, aspect)
    return goals


def _below(rows: Sequence[Row], split: str, aspect: str, rival: str, relation: str) -> list[Goal]:
    means = _means(rows, split, aspect, (OURS, rival))
    if not means:
        return []
    ours, theirs = means[OURS], means[rival]
    met = ours < theirs if relation == "below" else ours <= theirs
    return [(f"{split}: {aspect} error {relation} {rival.replace('_', ' ')}", f"{ours:.2f} and {theirs:.2f}", met)]


def _under_the_best(rows: Sequence[Row], split: str, aspect: str) -> list[Goal]:
    means = _means(rows, split, aspect, (OURS, *METHODS))
    if not means:
        return []
    ours_db = means.pop(OURS)
    rivals_db = {method.replace("_", " "): error_db for method, error_db in means.items()}
    return [under_the_best(split, aspect, ours_db, rivals_db)]


def _means(rows: Sequence[Row], split: str, aspect: str, methods: Sequence[str]) -> dict[str, float]:
    """By method, on the cases that all of them finished; empty where there are none."""
    per_case: dict[str, dict[str, float]] = {method: {} for method in methods}
    for row in rows:
        if row.split == split and row.method in per_case and not row.failure:
            per_case[row.method][row.case] = row.errors[aspect]
    common = set.intersection(*(set(cases) for cases in per_case.values()))
    if not common:
        return {}
    return {method: float(np.mean([cases[case] for case in common])) for method, cases in per_case.items()}


def _process_goals(usages: Sequence[Usage]) -> list[Goal]:
    goals: list[Goal] = []
    ours, peer = medians(usages, TASK_SONG, OURS), medians(usages, TASK_SONG, MATCHERING)
    first, hour, start = (medians(usages, task, OURS) for task in (TASK_FIRST, TASK_HOUR, TASK_HELP))
    if ours and peer:
        wall, memory = ours[0] / peer[0], ours[2] / peer[2]
        goals.append(("three minutes: wall time at most 0.5 of Matchering's", f"{wall:.2f}", wall <= 0.5))
        goals.append(("three minutes: peak memory at most 0.6 of Matchering's", f"{memory:.2f}", memory <= 0.6))
    if ours and first:
        more_s = first[0] - ours[0]
        goals.append(("first run ever: at most 20 s more", f"{more_s:.1f} s", more_s <= 20.0))
    if hour:
        goals.append(("60 minutes: peak memory at most 1000 MB", f"{hour[2]:.0f} MB", hour[2] <= 1000.0))
    if start:
        goals.append(("start-up (--help): at most 0.3 s", f"{start[0]:.2f} s", start[0] <= 0.3))
    return goals
