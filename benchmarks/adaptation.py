"""Seconds of five adaptation steps on ten seconds of stereo: ``python -m benchmarks.adaptation``.

Writes docs/adaptation-speed.md: both rules, warm, what true renders would cost, and where the time of one step goes.
"""

import argparse
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import jax
import numpy as np

from metamaster.audio.atomic import atomic_text
from metamaster.audio.files import ArraySource
from metamaster.chain.settings import clamped
from metamaster.learn.adapt import adapt
from metamaster.learn.evaluation.rendering import excerpt_of, rendered, rendered_residual
from metamaster.learn.objective import objective_of
from metamaster.learn.prior import default_prior
from metamaster.learn.problem import Problem, in_numpy, make_problem, modelled_jacobian, modelled_residual, values_at
from metamaster.learn.rules.damped import Damping, damped_start, damped_step
from metamaster.learn.rules.in_jax import RULES
from metamaster.listen import listen
from metamaster.report.markdown import markdown
from metamaster.style.aspects import ASPECTS, features
from metamaster.style.descriptor import describe
from metamaster.style.reading import frames_of
from tasks.songs.demo import demo_mix

PAGE = Path(__file__).resolve().parent.parent / "docs" / "adaptation-speed.md"
STEPS = 5


def demo_problem(audio: np.ndarray) -> Problem:
    """An excerpt, to be made brighter, wider and denser."""
    frames = frames_of(audio)
    found = features(describe(frames))
    tilt = {"tone": np.linspace(-2.0, 2.0, 29), "width": np.full(10, 2.0), "dynamics": np.zeros(27), "plr": -3.0}
    target = {aspect: found[aspect] + tilt[aspect] for aspect in ASPECTS}
    return in_numpy(make_problem(frames, target, -12.0, default_prior(frozenset(ASPECTS), 0.0, 8.0)))


def median_s(run: Callable[[], Any], rounds: int) -> float:
    """Median wall seconds of a run, after one that does not count."""
    jax.block_until_ready(run())
    seconds = []
    for _ in range(rounds):
        start = time.perf_counter()
        jax.block_until_ready(run())
        seconds.append(time.perf_counter() - start)
    return float(np.median(seconds))


def step_parts(problem: Problem) -> dict[str, Callable[[], Any]]:
    """The parts of one step of Levenberg-Marquardt, each alone."""
    return {
        "errors by the band model": partial(modelled_residual, problem, problem.start),
        "their Jacobian": partial(modelled_jacobian, problem, problem.start),
    }


def by_renders(audio: np.ndarray, problem: Problem) -> None:
    """The steps of Levenberg-Marquardt where each measures the errors of a true render."""
    errors = partial(rendered_residual, audio, problem)
    objective = objective_of(problem, errors, partial(modelled_jacobian, problem))
    state = damped_start(Damping(), objective)
    for _ in range(STEPS):
        state = damped_step(Damping(), objective, state)


def main() -> None:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    song = demo_mix()
    audio = excerpt_of(listen(ArraySource(song.mix, song.sample_rate, song.name)))
    problem = demo_problem(audio)
    ways: dict[str, Callable[[], Any]] = {rule: partial(adapt, problem, rule, STEPS) for rule in RULES}
    ways["levenberg-marquardt, by true renders"] = partial(by_renders, audio, problem)
    totals = {name: median_s(run, rounds) for name, run in ways.items()}
    parts = {name: median_s(run, rounds) for name, run in step_parts(problem).items()}
    settings = clamped(values_at(problem, problem.start).tolist())
    parts["(a render of the excerpt)"] = median_s(partial(rendered, audio, settings), rounds)
    ways_table = markdown(["way", f"{STEPS} steps, s"], [[name, f"{seconds:.2f}"] for name, seconds in totals.items()])
    parts_table = markdown(["part", "ms"], [[name, f"{1000 * seconds:.0f}"] for name, seconds in parts.items()])
    text = _PAGE.format(ways=ways_table, parts=parts_table, rounds=rounds)
    atomic_text(PAGE, text, overwrite=True)
    print(text)


_PAGE = """# Seconds of adaptation

Made by `python -m benchmarks.adaptation`: ten seconds of stereo at 44.1 kHz, programs compiled, median of {rounds}
runs on this machine. The rules of a mastering job look at what the band model says of the excerpt's frames; beside them
are the same steps if each measured a true render ([results.md](results.md) says how near those come).

{ways}

Where one step of `levenberg-marquardt` spends its time, each part run alone, beside a render, which it does without:

{parts}
"""

if __name__ == "__main__":
    main()
