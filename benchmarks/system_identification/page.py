"""The page docs/system-identification.md."""

from collections.abc import Mapping
from typing import NamedTuple

from benchmarks.system_identification.figure import RATE_KHZ, Traces
from benchmarks.system_identification.scenes import BLOCKS, HOP, TAPS
from benchmarks.system_identification.tables import difference_table, error_table, tuning_table
from benchmarks.system_identification.tuning import Tuned
from benchmarks.system_identification.verdict import least_loss, nearer, soonest


class Training(NamedTuple):
    """What tuning found, the meta-loss of every rule, and how much meta-training there was."""

    found: Mapping[str, Tuned]
    losses: Mapping[str, float]
    amount: str
    seed: int
    minutes: float
    """Of processor time."""
    weights: int
    """How many the learned rule has."""


def page(traces: Traces, change_at: int, training: Training, asked: str) -> str:
    """The page as Markdown; ``asked`` is the command that it was made by."""
    first = next(iter(next(iter(traces.values())).values()))
    return _PAGE.format(
        errors=error_table(traces, change_at),
        differences=difference_table(traces),
        tuning=tuning_table(training.found, training.losses),
        training=training.amount,
        seed=training.seed,
        minutes=training.minutes,
        weights=f"{training.weights:,}".replace(",", " "),
        asked=asked,
        nearer=nearer(traces),
        soonest=soonest(traces, change_at),
        least_loss=least_loss(training.losses),
        scenes=first.error.shape[0],
        taps=TAPS,
        length_ms=BLOCKS * HOP / RATE_KHZ,
        change_ms=change_at * HOP / RATE_KHZ,
        rate=RATE_KHZ,
        hop=HOP,
    )


_PAGE = """# The learned rule on its own ground

Made by `{asked}`.

Before a learned update rule is trusted with a mastering chain it should hold its own where such rules come from. So
`metamaster/learn/recurrent.py`, the rule after Meta-AF (Casebeer, Bryan, Smaragdis, 2023), is meta-trained here to
identify an unknown filter, and set beside the rules of the textbook.

![Misalignment and ERLE over time](system-identification.png)

## The task

A hidden filter of {taps} taps (a short room: delay, then noise that dies away) gets white noise, noise coloured by two
poles, or music-like notes over a soft floor; its output is heard with noise 15 to 40 dB below it. Levels differ by up
to 20 dB from scene to scene. After {change_ms:.0f} of {length_ms:.0f} ms (at {rate:g} kHz) the system is
another one, without notice.

The adaptive filter works in the frequency domain (overlap-save, blocks of {hop} samples, gradient kept causal). *LMS*,
*NLMS*, *RLS per bin* (as in Meta-AF) and the learned rule drive that same filter and see the same blocks. *RLS per
sample* is of another weight class: a time-domain filter that steps {hop} times as often and carries the whole
{taps} × {taps} inverse correlation along.

The learned rule knows nothing of filters: it is told gradient, filter, input, observation and error of one bin, and
answers with a step. All bins share its {weights} weights.

## Fairness

Everything is tuned on the same 480 training scenes (change at a random time) by the same loss, the logarithm of the
squared error accumulated over 20 blocks: the textbook's rules by search over a whole grid (240 of the scenes; 48 for
RLS per sample, whose every try takes a hundred times as long), the learned one by {training}
from seed {seed}, {minutes:.1f} minutes of processor time. The meta-loss (lower is better) is that of all 480.

{tuning}

## What came of it

{scenes} scenes of each kind that nothing was tuned on; means with bootstrap 95 % intervals over scenes. *Misalignment*
is the distance of the impulse responses over the size of the true one; *ERLE* how far the system's output is
cancelled.

{errors}

Scene by scene, below zero the learned rule is nearer:

{differences}

**Nearest.** {nearer} It can do what no fixed number can: long steps while the error is large or after the system has
changed, ever shorter ones afterwards, bin by bin. A step size that recovers as fast leaves more noise in the filter.

**Soonest.** {soonest}

**By the loss.** {least_loss}

Bins of music-like input are strongly correlated: a rule that sees each bin alone cannot undo that, whatever it has
learned. RLS per sample can; with a longer memory it would end nearer than the one shown, and recover later. And the
learned rule is trained for this family of systems, levels and noise; nothing is promised outside it, while the
textbook's rules come with proofs.
"""
