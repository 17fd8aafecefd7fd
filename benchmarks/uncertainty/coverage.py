"""How often the truth lies within what was told."""

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.special import erfinv

from benchmarks.uncertainty.draws import Draw
from metamaster.learn.evaluation.intervals import mean_interval
from metamaster.report.markdown import markdown

_KIND = {
    "gain_db": "equaliser gain",
    "freq_hz": "equaliser frequency",
    "q": "equaliser quality",
    "threshold_db": "threshold",
    "ratio": "ratio",
    "makeup_db": "make-up",
}
KINDS = (*_KIND.values(), "width")


def kind_of(name: str) -> str:
    """The kind of control, in words."""
    return _KIND.get(name.rpartition(".")[2], "width")


def errors(draws: Sequence[Draw]) -> np.ndarray:
    """Truth minus what was found, in deviations: a row for each draw, a column for each control."""
    return np.array([(one.truth - one.found) / one.deviation for one in draws])


def coverage_table(cases: Mapping[str, Sequence[Draw]]) -> str:
    """Shares of truths within one and two deviations; of determined controls and of the others too."""
    lines = [["a Gaussian", "68.3 %", "95.4 %", "68.3 %", "68.3 %", ""]]
    for name, draws in cases.items():
        off, opened = np.abs(errors(draws)), np.array([one.undetermined for one in draws])
        within = [[float(np.mean(row < reach)) for row in off] for reach in (1.0, 2.0)]
        lines.append(
            [
                name,
                *(_interval(shares) for shares in within),
                _percent(off[~opened] < 1.0),
                _percent(off[opened] < 1.0),
                _percent(opened),
            ]
        )
    header = ["reference", "within ± 1", "within ± 2", "determined, ± 1", "not determined, ± 1", "flagged"]
    return markdown(header, lines)


def width_of_determined(draws: Sequence[Draw]) -> float:
    """The ± of determined controls over what they should be, 1 where a Gaussian's share of truths lies within them."""
    opened = np.array([one.undetermined for one in draws])
    within = np.mean(np.abs(errors(draws))[~opened] < 1.0)
    return float(np.sqrt(2.0) * erfinv(within))


def _interval(shares: Sequence[float]) -> str:
    mean, low, high = (100.0 * share for share in mean_interval(shares))
    return f"{mean:.1f} % ({low:.1f} … {high:.1f})"


def _percent(which: np.ndarray) -> str:
    return f"{100.0 * np.mean(which):.1f} %"
