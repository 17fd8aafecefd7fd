"""The compiled programs of adaptation, which can be made ready while files are still being listened to."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache, partial
from typing import Any

import jax
import jax.numpy as jnp

from metamaster.chain.parameters import PARAMETERS
from metamaster.compilation import Kept, register
from metamaster.learn.excerpt import EXCERPT_FRAMES
from metamaster.learn.problem import Problem
from metamaster.learn.rules import RULES, DampedState, ProblemRule
from metamaster.learn.uncertainty import Posterior, posterior
from metamaster.style.frames import HOP, STYLE_RATE, Frames, samples_for
from metamaster.style.reading import describe_frames, frames_of, round_length

register(Problem, DampedState, Posterior)


@cache
def compiled_rule(name: str) -> ProblemRule:
    """The rule of that name, compiled."""
    rule = RULES[name]()
    if name != "levenberg-marquardt":
        # The states of optax's transformations have no names that could be kept.
        return ProblemRule(jax.jit(rule.init), jax.jit(rule.update))
    return ProblemRule(Kept(rule.init, f"{name}-init"), Kept(rule.update, f"{name}-update"))


@cache
def compiled_posterior() -> Kept:
    """What tells how sure a solution is, compiled."""
    return Kept(posterior, "posterior")


@contextmanager
def made_ready_meanwhile(name: str | None, durations_s: Sequence[float]) -> Iterator[None]:
    """Makes ready, in another thread, what adapting with that rule to files so long needs; without a rule, nothing.

    Nothing depends on its end. When what is inside has ended, no further program is begun; the one that is being
    compiled cannot be left, and Python waits for it, because XLA brings the process down if Python ends before it.
    """
    stopped, pool = threading.Event(), ThreadPoolExecutor(1)
    if name is not None:
        pool.submit(_prepare, name, durations_s, stopped)
    try:
        yield
    finally:
        stopped.set()
        pool.shutdown(wait=False)


def make_ready(name: str, durations_s: Sequence[float]) -> None:
    """Makes ready what adapting with that rule to files so long needs, and waits until that is done."""
    _prepare(name, durations_s, threading.Event())


def _prepare(name: str, durations_s: Sequence[float], stopped: threading.Event) -> None:
    for make_ready in _preparations(name, durations_s):
        if stopped.is_set():
            return
        make_ready()


def _preparations(name: str, durations_s: Sequence[float]) -> Iterator[Callable[[], object]]:
    problem = _problem_shapes()
    yield lambda: frames_of.prepare(problem.audio)
    rule = compiled_rule(name)
    if isinstance(init := rule.init, Kept) and isinstance(update := rule.update, Kept):
        yield lambda: init.prepare(problem)
        yield lambda: update.prepare(problem, init.prepare(problem))
    yield lambda: compiled_posterior().prepare(problem, problem.start)
    lengths = {round_length(max(int(seconds * STYLE_RATE / HOP), 1)) for seconds in durations_s}
    for frames in sorted(lengths | {EXCERPT_FRAMES}):
        yield partial(describe_frames.prepare, _frames_shapes(frames))


def _frames_shapes(frames: int) -> Frames:
    return Frames(_shape(2, frames, 29), _shape(frames))


def _shape(*sizes: int, dtype: Any = jnp.float32) -> Any:
    return jax.ShapeDtypeStruct(sizes, dtype)


def _problem_shapes() -> Problem:
    controls = len(PARAMETERS)
    return Problem(
        audio=_shape(2, samples_for(EXCERPT_FRAMES)),
        frames=_frames_shapes(EXCERPT_FRAMES),
        target={"tone": _shape(29), "width": _shape(10), "dynamics": _shape(27), "plr": _shape(1)},
        target_lufs=_shape(),
        start=_shape(controls),
        precision=_shape(controls),
        free=_shape(controls, dtype=jnp.bool_),
        fixed=_shape(controls),
    )
