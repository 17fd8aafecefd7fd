"""The page and the figure of the study."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import matplotlib as mpl
import numpy as np

from benchmarks.style_study.judged import KEYS, Interval
from metamaster.audio.atomic import atomic_text
from metamaster.learn.evaluation.look import BLUE, FAINT, LOOK, ORANGE, quiet_grid
from metamaster.report.markdown import markdown
from metamaster.style.aspects import ASPECTS
from metamaster.style.names import Aspect

mpl.use("Agg")
from matplotlib import pyplot as plt

Errors = Mapping[tuple[str, Aspect], Interval]

_TEXT = """# Style apart from content, studied

Made by `{asked}`: {cases} cases on real music that no row learned from, un-mastered
(restore) or styled (transfer) by ffmpeg and SoX, treatments of seed {seeds}; {pairs} pairs to learn from.
The errors are of the *target*, before any chain tries to reach it: mean absolute error of the features
(`metamaster/style/aspects.py`) in dB with the bootstrap 95 % interval; smaller is better.

{table}

What decided it:

- **The whole difference** of another song copies content.
- **A linear learner** has to learn from few songs alone which part of a difference is content.
- **Stated covariances** (`metamaster/style/target.py`) are a posterior mean whose prior somebody wrote down.
- **The learned model** (`metamaster/learn/style_model`) has the same form, but learns its parts: what music *made like
  this* usually sounds like, from a fingerprint of how its bands move that no equaliser changes; what engineers do; and,
  by gradient descent on the error to the true master, how far to trust each hypothesis of how the pair came about.
- **Both judgements err differently**, so their mean in tone and width is better than either.
- **Two sections of a song have moments in common**, the same drum, chord or word, and differ in the others. Where both
  are likely one song, the gains that make the most alike moments alike (`metamaster/learn/style_model/alike.py`) tell
  of its mastering and leave most of the rest out. That is added to what ships.
- **More songs**: with another song as reference, {gaining} with {most} songs than with {fewer}.
  *Learned, real and procedural* has {procedural} procedural songs beside the real ones.

![Error against the number of songs](style-study.png)
"""


class Made(NamedTuple):
    """What the study was made from, and the command."""

    cases: int
    seeds: Sequence[int]
    pairs: int
    procedural: int
    asked: str


def write_page(folder: Path, rows: Mapping[str, Errors], curve: Mapping[int, Errors], made: Made) -> None:
    """Writes docs/style-study.md and docs/style-study.png."""
    head = ["", *(f"{split}: {aspect}" for split, aspect in KEYS)]
    body = [[name, *(_cell(errors[key]) for key in KEYS)] for name, errors in rows.items()]
    fewer, most = sorted(curve)[-2:]
    words = made._asdict() | {"seeds": ", ".join(map(str, made.seeds)), "gaining": gaining(curve)}
    text = _TEXT.format(**words, fewer=fewer, most=most, table=markdown(head, body))
    atomic_text(folder / "style-study.md", text, overwrite=True)
    _draw(folder / "style-study.png", rows["nothing"], curve)


def gaining(curve: Mapping[int, Errors]) -> str:
    """Which aspects the last songs made better, with another song as reference."""
    fewer, most = (curve[songs] for songs in sorted(curve)[-2:])
    better = [aspect for aspect in ASPECTS if most["transfer", aspect][0] < fewer["transfer", aspect][0]]
    if len(better) < 2:
        return f"{better[0]} alone is better" if better else "no aspect is better"
    return f"{', '.join(better[:-1])} and {better[-1]} are better"


def _cell(interval: Interval) -> str:
    mean, low, high = interval
    return f"{mean:.2f} [{low:.2f}, {high:.2f}]"


def _draw(path: Path, still: Errors, curve: Mapping[int, Errors]) -> None:
    songs = sorted(curve)
    with mpl.rc_context(dict(LOOK)):
        figure, panels = plt.subplots(1, 4, figsize=(11.0, 3.0), constrained_layout=True)
        for panel, aspect in zip(panels, ASPECTS, strict=True):
            for split, colour in (("restore", BLUE), ("transfer", ORANGE)):
                share = np.array([curve[count][split, aspect] for count in songs]) / still[split, aspect][0]
                panel.fill_between(songs, share[:, 1], share[:, 2], color=colour, alpha=0.12, linewidth=0)
                panel.plot(songs, share[:, 0], color=colour, marker="o", markersize=4, label=split)
            panel.axhline(1.0, color=FAINT, linewidth=1.0, linestyle=(0, (4, 3)))
            panel.set(title="PLR" if aspect == "plr" else aspect, xlabel="songs learned from", ylim=(0.0, None))
            quiet_grid(panel)
        panels[0].set_ylabel("error, share of doing nothing")
        panels[0].legend(frameon=False)
        figure.savefig(path, dpi=150)
        plt.close(figure)
