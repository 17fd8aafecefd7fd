"""Coverage of the deviations that adaptation tells: ``python -m benchmarks.uncertainty``.

Writes docs/uncertainty.md and .png.
"""

import argparse
from pathlib import Path

import jax.numpy as jnp
import numpy as np

from benchmarks.adaptation import median_s
from benchmarks.asked import asked
from benchmarks.uncertainty.coverage import coverage_table, width_of_determined
from benchmarks.uncertainty.draws import RULE, Case, another_song, as_assumed, draw, own_master, song
from benchmarks.uncertainty.figure import figure
from metamaster.audio.atomic import atomic_text
from metamaster.compilation import keep_compiled_programs
from metamaster.learn.problem import Problem, in_numpy
from metamaster.learn.rule_of_job import rule_of_job
from metamaster.learn.uncertainty import posterior

DOCS = Path(__file__).resolve().parents[2] / "docs"
CASES: dict[str, Case] = {
    "its own master, heard as badly as the weights assume": as_assumed,
    "its own master, heard exactly": own_master,
    "another song's master": another_song,
}
DRAWS, SONGS = 20, 10


def main() -> None:
    """Draw, adapt, count and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=DRAWS)
    number = parser.parse_args().draws
    keep_compiled_programs()
    found = {}
    for name, case in CASES.items():
        found[name] = [draw(case, song(seed % SONGS), seed) for seed in range(number)]
        print(f"{name}: {number} draws", flush=True)
    figure(found, DOCS / "uncertainty.png")
    problem = own_master(song(0), jnp.asarray(song(0).prior.start.values), 0)
    cost = 100.0 * _cost(problem)
    controls = len(found["another song's master"][0].names)
    text = _PAGE.format(
        asked=asked("benchmarks.uncertainty"),
        table=coverage_table(found),
        draws=number,
        songs=SONGS,
        cost=cost,
        controls=controls,
        width=width_of_determined(found["another song's master"]),
    )
    atomic_text(DOCS / "uncertainty.md", text, overwrite=True)
    print(text)


def _cost(problem: Problem) -> float:
    """Seconds of the posterior over those of one step, measured in turns."""
    problem, rule = in_numpy(problem), rule_of_job(RULE)
    state = rule.init(problem)
    ratios = [
        median_s(lambda: posterior(problem, problem.start), 3) / median_s(lambda: rule.update(problem, state), 3)
        for _ in range(7)
    ]
    return float(np.median(ratios))


_PAGE = """# How sure the settings are

Made by `{asked}`.

A reference says much about some controls and nothing about others. So every control that was adapted comes with a ±,
one standard deviation in its own unit: in the settings file (`uncertainty.deviation`), in `--json` and in the report.
It is Laplace's approximation (`metamaster/learn/uncertainty.py`): at the solution, the covariance is the inverse of
J<sup>T</sup>J plus the prior's precision, J being the Jacobian of the residual by the band model, in which one is one
standard deviation. That costs one Jacobian more: {cost:.0f} % of a step of Levenberg-Marquardt. Where at least four
fifths of the prior's deviation are left, the file says that the reference does not determine the control
(`uncertainty.undetermined`). The limiter's drive is not listed, because delivery sets it again, to the loudness.

## Is it true?

{draws} chains are drawn from the prior, each masters one of {songs} built-in mixes, and the chain is then looked for
by ear, in five steps of Levenberg-Marquardt from the prior's start. If the ± are true, the truth lies within one of
them 68 times of a hundred, for each of {controls} controls. Intervals are bootstrap 95 % over draws.

![Coverage](uncertainty.png)

{table}

- *Heard as badly as the weights assume*: the mix's own master, its features off by chance by as much as one deviation
  of the residual stands for (1 dB in a third-octave). This is what the ± is computed for.
- *Heard exactly*: the same without those errors. What is left comes from the prior, from band model and curvature, and
  from stopping after five steps.
- *Another song's master*: the same chain on another song of the genre, taken as style as `metamaster master` does. Its
  content is an error that the residual's weights know nothing of: the ± of what it does determine are {width:.2f} of
  what they would have to be for the truth to lie within them as often as promised.

Ratios are skewed, most of them close to 1:1 and a few far above; a ± that is alike on both sides covers more of them
than it promises.
"""

if __name__ == "__main__":
    main()
