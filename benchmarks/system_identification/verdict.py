"""What the page says of who wins, from what was measured."""

from collections.abc import Mapping

import numpy as np

from benchmarks.system_identification.figure import Traces
from benchmarks.system_identification.measuring import Trace
from benchmarks.system_identification.tables import GOOD_DB, apart_db, reached_ms
from metamaster.learn.evaluation.intervals import mean_interval

_LEARNED = "learned"


def nearer(traces: Traces) -> str:
    """Whether the learned rule is nearer than each tuned one over the whole run, the interval clear of zero."""
    pairs = [(other, kind) for kind, rules in traces.items() for other in rules if other != _LEARNED]
    open_ = [pair for pair in pairs if mean_interval(apart_db(traces, *pair).tolist())[2] >= 0.0]
    if not open_:
        return "Over the whole run the learned rule is nearer than every tuned rule, on every kind of input."
    named = ", ".join(f"{other} on {kind}" for other, kind in open_)
    return (
        f"Over the whole run the learned rule is nearer in {len(pairs) - len(open_)} of {len(pairs)} comparisons; "
        f"not, or not for sure, than {named}."
    )


def soonest(traces: Traces, change_at: int) -> str:
    """Which rule is the first with a useful filter, on each kind of input."""
    told = [f"{_first(rules, change_at)} on {kind}" for kind, rules in traces.items()]
    return f"The first at −{-GOOD_DB:g} dB is {', '.join(told)}."


def least_loss(losses: Mapping[str, float]) -> str:
    """Which rule is the best by what everything is tuned on."""
    best = min(losses, key=losses.__getitem__)
    name = "the learned rule" if best == _LEARNED else best
    return (
        "By the very loss that everything is tuned on, in which the first blocks after a change count most, "
        f"{name} is the best of all."
    )


def _first(rules: Mapping[str, Trace], change_at: int) -> str:
    times = {rule: reached_ms(np.asarray(trace.misalignment_db)[:, :change_at]) for rule, trace in rules.items()}
    reached = {rule: time for rule, time in times.items() if time is not None}
    if not reached:
        return "none"
    first = min(reached, key=reached.__getitem__)
    if first == _LEARNED:
        return f"the learned rule ({reached[first]:.0f} ms)"
    ours = f"{reached[_LEARNED]:.0f} ms" if _LEARNED in reached else "never"
    return f"{first} ({reached[first]:.0f} ms, the learned rule {ours})"
