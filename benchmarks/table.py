"""Markdown tables of what was measured."""

from collections.abc import Sequence
from statistics import median

from benchmarks.methods import MATCHERING, OURS
from benchmarks.process import TASK_SONG, Usage
from benchmarks.quality import Row
from metamaster.learn.evaluation.intervals import mean_interval
from metamaster.learn.evaluation.metrics import ASPECTS
from metamaster.report.markdown import markdown


def error_table(rows: Sequence[Row], methods: Sequence[str]) -> str:
    """Mean error by aspect with its interval, of one split."""
    lines = []
    for method in methods:
        good = [row for row in rows if row.method == method and not row.failure]
        cells = [_interval([row.errors[aspect] for row in good]) for aspect in ASPECTS]
        lines.append([_label(method), str(len(good)), *cells])
    return markdown(["method", "cases", *ASPECTS], lines)


def paired_table(rows: Sequence[Row], methods: Sequence[str]) -> str:
    """Ours minus each other method, case by case; below zero ours is nearer."""
    ours = {row.case: row for row in rows if row.method == OURS and not row.failure}
    lines = []
    for method in methods:
        pairs = [(ours[r.case], r) for r in rows if r.method == method and not r.failure and r.case in ours]
        cells = [_interval([our.errors[a] - row.errors[a] for our, row in pairs], sign="+") for a in ASPECTS]
        lines.append([f"ours minus {method.replace('_', ' ')}", str(len(pairs)), *cells])
    return markdown(["difference", "cases", *ASPECTS], lines)


def plr_floor(rows: Sequence[Row]) -> str:
    """What the ceiling alone leaves of the error in plr, of one split, in a sentence."""
    floors_db = {row.case: row.plr_floor_db for row in rows if not row.failure}
    bound = sum(floor_db > 0.0 for floor_db in floors_db.values())
    mean_db = sum(floors_db.values()) / max(len(floors_db), 1)
    return (
        f"In {bound} of {len(floors_db)} cases the truth peaks higher than -1 dBTP at the reference's loudness. "
        f"Masters that keep to both miss plr by {mean_db:.2f} dB at least, in the mean over all cases, whatever else "
        "they do."
    )


def delivery_table(rows: Sequence[Row], methods: Sequence[str]) -> str:
    """How exactly the reference's loudness is met, and how high the true peaks are, of one split."""
    lines = []
    for method in methods:
        mine = [row for row in rows if row.method == method]
        good = [row for row in mine if not row.failure]
        if good:
            missed = [abs(row.over_reference_lu) for row in good]
            peaks = [row.true_peak_dbtp for row in good]
            cells = [f"{sum(missed) / len(missed):.2f}", f"{max(missed):.2f}", f"{max(peaks):+.2f}"]
        else:
            cells = ["-", "-", "-"]
        seconds = f"{median(row.seconds for row in mine):.1f}" if mine else "-"
        lines.append([_label(method), *cells, seconds, str(len(mine) - len(good))])
    header = ["method", "mean LU off", "largest LU off", "highest dBTP", "median s", "failed"]
    return markdown(header, lines)


def process_table(usages: Sequence[Usage]) -> str:
    """Medians of whole processes, with ratios to Matchering on the three-minute song."""
    groups = dict.fromkeys((usage.task, usage.method) for usage in usages if usage.repetition > 0)
    peer = medians(usages, TASK_SONG, MATCHERING)
    lines = []
    for task, method in groups:
        mine = medians(usages, task, method)
        if mine is None:
            lines.append([task, _label(method), "0", *(["-"] * 5)])
            continue
        ratios = [f"{mine[0] / peer[0]:.2f}", f"{mine[2] / peer[2]:.2f}"] if peer and task == TASK_SONG else ["", ""]
        figures = [f"{mine[0]:.2f}", f"{mine[1]:.2f}", f"{mine[2]:.0f}"]
        lines.append([task, _label(method), str(len(_good(usages, task, method))), *figures, *ratios])
    header = [
        "task",
        "method",
        "runs",
        "wall s",
        "processor s",
        "peak MB",
        "wall ÷ Matchering",
        "memory ÷ Matchering",
    ]
    return markdown(header, lines)


def medians(usages: Sequence[Usage], task: str, method: str) -> tuple[float, float, float] | None:
    """Median wall seconds, processor seconds and peak megabytes; None without a run that succeeded."""
    good = _good(usages, task, method)
    if not good:
        return None
    return median(u.wall_s for u in good), median(u.cpu_s for u in good), median(u.peak_mb for u in good)


def _good(usages: Sequence[Usage], task: str, method: str) -> list[Usage]:
    return [u for u in usages if (u.task, u.method) == (task, method) and u.repetition > 0 and not u.error]


def _interval(values: Sequence[float], sign: str = "") -> str:
    if not values:
        return "-"
    mean, low, high = mean_interval(values)
    return f"{mean:{sign}.2f} [{low:{sign}.2f}, {high:{sign}.2f}]"


def _label(method: str) -> str:
    return f"**{method}**" if method == OURS else method.replace("_", " ")
