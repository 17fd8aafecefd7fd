"""The tables of the page."""

from collections.abc import Mapping

import numpy as np

from benchmarks.system_identification.figure import RATE_KHZ, Traces
from benchmarks.system_identification.measuring import Trace
from benchmarks.system_identification.scenes import BLOCKS, HOP
from benchmarks.system_identification.tuning import Tuned
from metamaster.learn.evaluation.intervals import mean_interval
from metamaster.report.markdown import markdown

GOOD_DB = -15.0


def error_table(traces: Traces, change_at: int) -> str:
    """By kind of input and rule: misalignment, time to a useful filter, and ERLE at the end."""
    lines = [[kind, rule, *_cells(trace, change_at)] for kind, rules in traces.items() for rule, trace in rules.items()]
    header = [
        "input",
        "rule",
        "misalignment over the whole run, dB",
        "at its end, dB",
        f"ms to −{-GOOD_DB:g} dB",
        "the same after the change",
        "ERLE in the last quarter, dB",
    ]
    return markdown(header, lines)


def difference_table(traces: Traces) -> str:
    """The learned rule's misalignment minus each other's, scene by scene; below zero the learned one is nearer."""
    kinds = list(traces)
    others = [rule for rule in traces[kinds[0]] if rule != "learned"]
    lines = []
    for other in others:
        lines.append([f"learned minus {other}", *(_interval(apart_db(traces, other, kind), "+") for kind in kinds)])
    return markdown(["misalignment over the whole run, dB", *kinds], lines)


def apart_db(traces: Traces, other: str, kind: str) -> np.ndarray:
    """The learned rule's misalignment over the whole run minus another's, scene by scene."""
    return _whole(traces[kind]["learned"]) - _whole(traces[kind][other])


def tuning_table(found: Mapping[str, Tuned], losses: Mapping[str, float]) -> str:
    """What tuning found, and the meta-loss of every rule on all of the training scenes."""
    lines = []
    for rule, loss in losses.items():
        best, tried = "", ""
        if rule in found:
            best = ", ".join(f"{name} {value:g}" for name, value in found[rule].numbers.items())
            tried = str(found[rule].tried)
        lines.append([rule, best, tried, f"{loss:.2f}".replace("-", "−")])
    return markdown(["rule", "best", "settings tried", "meta-loss"], lines)


def _cells(trace: Trace, change_at: int) -> list[str]:
    misalignment, erle = np.asarray(trace.misalignment_db), np.asarray(trace.erle_db)
    return [
        _interval(_whole(trace)),
        _interval(misalignment[:, -1]),
        _reached(misalignment[:, :change_at]),
        _reached(misalignment[:, change_at:]),
        _interval(erle[:, 3 * BLOCKS // 4 :].mean(axis=1)),
    ]


def _whole(trace: Trace) -> np.ndarray:
    return np.asarray(trace.misalignment_db).mean(axis=1)


def reached_ms(misalignment_db: np.ndarray) -> float | None:
    """When the mean over scenes first gets to a useful filter, in ms; None where it never does."""
    good = misalignment_db.mean(axis=0) <= GOOD_DB
    return float(np.argmax(good) * HOP / RATE_KHZ) if good.any() else None


def _reached(misalignment_db: np.ndarray) -> str:
    time_ms = reached_ms(misalignment_db)
    return "never" if time_ms is None else f"{time_ms:.0f}"


def _interval(values: np.ndarray, sign: str = "") -> str:
    mean, low, high = (f"{value:{sign}.1f}".replace("-", "−") for value in mean_interval(values.tolist()))
    return f"{mean} ({low} … {high})"
