"""Seconds of five adaptation steps on ten seconds of stereo: ``python -m benchmarks.adaptation``.

Writes docs/adaptation-speed.md: both rules, warm, and where the time of one step goes.
"""

import argparse
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import jax
import numpy as np

from metamaster.audio.files import ArraySource
from metamaster.chain.pedalboard_renderer.chain import UnlimitedChain
from metamaster.chain.pedalboard_renderer.stage import MAX_BLOCK
from metamaster.chain.settings import Settings, clamped
from metamaster.learn.adapt import adapt
from metamaster.learn.aim import excerpt_of
from metamaster.learn.prior import default_prior
from metamaster.learn.problem import Problem, make_problem, modelled_jacobian, values_at
from metamaster.learn.rules.in_jax import RULES
from metamaster.learn.shipped import rendered
from metamaster.listen import listen
from metamaster.report.markdown import markdown
from metamaster.style.aspects import ASPECTS, features
from metamaster.style.descriptor import describe
from metamaster.style.frames import STYLE_RATE
from metamaster.style.reading import frames_of
from tasks.songs.demo import demo_mix

PAGE = Path(__file__).resolve().parent.parent / "docs" / "adaptation-speed.md"
STEPS = 5


def demo_problem() -> Problem:
    """Ten seconds of the built-in mix, to be made brighter, wider and denser."""
    song = demo_mix()
    audio = excerpt_of(listen(ArraySource(song.mix, song.sample_rate, song.name)))
    frames = frames_of(audio)
    found = features(describe(frames))
    tilt = {"tone": np.linspace(-2.0, 2.0, 29), "width": np.full(10, 2.0), "dynamics": np.zeros(27), "plr": -3.0}
    target = {aspect: found[aspect] + tilt[aspect] for aspect in ASPECTS}
    return make_problem(audio, frames, target, -12.0, default_prior(frozenset(ASPECTS), 0.0, 8.0))


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
    settings = clamped(values_at(problem, problem.start).tolist())
    return {
        "all before the limiter": partial(_unlimited, problem.audio, settings),
        "whole render": partial(rendered, problem.audio, settings),
        "frames": partial(frames_of, problem.audio),
        "descriptor": partial(describe, problem.frames),
        "Jacobian of the band model": partial(modelled_jacobian, problem, problem.start),
    }


def _unlimited(audio: np.ndarray, settings: Settings) -> None:
    with ThreadPoolExecutor(2) as threads:
        chain = UnlimitedChain(settings.as_dict(), STYLE_RATE, threads=threads)
        for at in range(0, audio.shape[1], MAX_BLOCK):
            chain.process(audio[:, at : at + MAX_BLOCK])


def main() -> None:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    problem = demo_problem()
    totals = {rule: median_s(partial(adapt, problem, rule, STEPS), rounds) for rule in RULES}
    parts = {name: median_s(run, rounds) for name, run in step_parts(problem).items()}
    step_s = parts["whole render"] + parts["frames"] + parts["descriptor"] + parts["Jacobian of the band model"]
    rules = markdown(["rule", f"{STEPS} steps, s"], [[rule, f"{seconds:.2f}"] for rule, seconds in totals.items()])
    rows = [[name, f"{1000 * seconds:.0f}", f"{100 * seconds / step_s:.0f} %"] for name, seconds in parts.items()]
    text = _PAGE.format(rules=rules, parts=markdown(["part", "ms", "of a step"], rows), rounds=rounds)
    PAGE.write_text(text)
    print(text)


_PAGE = """# Seconds of adaptation

Made by `python -m benchmarks.adaptation`: ten seconds of stereo at 44.1 kHz, programs compiled, median of {rounds}
runs on this machine; the start's own render is counted too. Levenberg-Marquardt renders with Pedalboard, mid and side
in two threads; RAdam with JAX, whose gradients it needs.

{rules}

Where one step of `levenberg-marquardt` spends its time (each part run alone; "whole render" contains the first line):

{parts}
"""

if __name__ == "__main__":
    main()
