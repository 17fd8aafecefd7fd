"""Rules on grounds: what a rule comes to after each count of steps that is asked for."""

import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from metamaster.learn.evaluation.family import Attempt, Family
from metamaster.learn.evaluation.ground import Ground, Grounding
from metamaster.learn.evaluation.heard import Heard
from metamaster.learn.objective import Objective
from metamaster.learn.rules.damped import Damping, damped_start, damped_step
from metamaster.learn.rules.first_order import clipped_radam, gradient_start, gradient_step
from metamaster.learn.rules.rule import Rule


class Stepper(NamedTuple):
    """A rule as it runs here: the state at the start, and one step on."""

    init: Callable[[Objective], Any]
    update: Callable[[Objective, Any], Any]


def levenberg_marquardt(damping: Damping) -> Stepper:
    """With damping that was set by hand."""
    return Stepper(partial(damped_start, damping), partial(damped_step, damping))


def radam(rate: float) -> Stepper:
    """Rectified Adam on the clipped gradient, as a mastering job has it."""
    transformation = clipped_radam(rate)
    return Stepper(partial(gradient_start, transformation), partial(gradient_step, transformation, 1.0))


def learned(rule: Rule, numbers: Any) -> Stepper:
    """A rule with what it has learned."""
    return Stepper(partial(rule.init, numbers), partial(rule.update, numbers))


def stepping(
    name: str, about: str, grounding: Grounding, stepper: Callable[[Ground], Stepper], counts: Sequence[int]
) -> Family:
    """The family of a rule on a ground, judged after each of those counts of steps."""

    def attempt(heard: Heard) -> Sequence[Attempt]:
        return list(_attempts(heard, grounding, stepper, sorted(counts)))

    return Family(name, about, attempt)


def _attempts(
    heard: Heard, grounding: Grounding, stepper: Callable[[Ground], Stepper], counts: Sequence[int]
) -> Iterator[Attempt]:
    """Seconds count from when mix and reference have been listened to; what only tells of a row is not counted."""
    start = time.perf_counter()
    ground = grounding(heard)
    init, update = stepper(ground)
    state, seconds = None, time.perf_counter() - start
    for done in range(max(counts) + 1):
        start = time.perf_counter()
        if done == 0 and max(counts) > 0:
            state = init(ground.objective)
        elif state is not None:
            state = update(ground.objective, state)
        seconds += time.perf_counter() - start
        if done in counts:
            at = ground.objective.start if state is None else state.coordinates
            yield Attempt(done, seconds, ground.settings(np.asarray(at)))
