"""A training run small enough for tests; ``python -m tests.learn.training.runs`` does it in a process of its own."""

import argparse
import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from metamaster.learn.episode import About, Episode, Take
from metamaster.learn.training.config import TrainConfig
from metamaster.learn.training.devices import join
from metamaster.learn.training.journal import read_journal
from metamaster.learn.training.run import Music, Outcome, Run
from metamaster.schema import fitted
from metamaster.style.frames import Frames

FRAMES = 80
BASE = {
    "tasks": "tests",
    "steps": 0,
    "predictor": {"context": 8, "width": 16},
    "inner": {"rule": "sgd", "steps": 0},
    "pretraining": {"steps": 6, "batch": 4, "learning_rate": 0.003},
    "optimiser": {"batch": 4, "learning_rate": 0.003},
    "validation": {"every": 1, "episodes": 4, "patience": 2},
    "checkpoint_every": 2,
}


class Noise:
    """Episodes of noise whose masters are brighter than its mixes; ``broken`` is the first that holds no number."""

    def __init__(self, seed: int, broken: int | None = None) -> None:
        self._seed = seed
        self._broken = broken

    def __getitem__(self, index: int) -> tuple[Episode, About]:
        rng = np.random.default_rng((self._seed, index))
        mixes = [_noise(rng) for _ in range(2)]
        tilt = np.linspace(0.5, 1.5, 29, dtype=np.float32)
        if self._broken is not None and index >= self._broken:
            tilt[3] = np.nan
        masters = [Frames(mix.power * tilt, mix.peak) for mix in mixes]
        takes = [Take(np.zeros((1, 2, 0), np.float32), _alone(mix)) for mix in mixes]
        values = np.full((1, 52), np.nan, np.float32)
        episode = Episode(masters[0], takes[0], takes[1], _alone(masters[1]), values)
        return episode, About("noise", "seen", self._seed, "tilt", ("a", "b", "c"))

    def __iter__(self) -> Iterator[tuple[Episode, About]]:
        index = 0
        while True:
            yield self[index]
            index += 1


def config(**changes: object) -> TrainConfig:
    """The small run with some keys changed, dotted ones written with two underscores."""
    raw = json.loads(json.dumps(BASE))
    for key, value in changes.items():
        part = raw
        *path, last = key.split("__")
        for name in path:
            part = part[name]
        part[last] = value
    return fitted(raw, TrainConfig)


def trained(
    folder: Path, run: TrainConfig, resume: bool = False, die_at: int = 0, broken: int | None = None
) -> Outcome:
    """Does the run; kills this process, as a power cut would, after the step ``die_at``."""
    folder.mkdir(exist_ok=True)

    def told(step: int, of: int, loss: float) -> None:
        if step == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    return Run(run, Music(Noise(0, broken), Noise(1)), folder).go(resume, told)


def losses(folder: Path) -> list[str]:
    """The losses of all steps, as written: to the last bit."""
    return [row["loss"] for row in read_journal(folder)]


def _noise(rng: np.random.Generator) -> Frames:
    power = 1e-4 * np.exp(0.5 * rng.standard_normal((2, FRAMES, 29)))
    return Frames(power.astype(np.float32), rng.uniform(0.2, 0.5, FRAMES).astype(np.float32))


def _alone(frames: Frames) -> Frames:
    return Frames(frames.power[None], frames.peak[None])


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--die-at", type=int, default=0)
    parser.add_argument("--different", type=int, default=0)
    parser.add_argument("--coordinator")
    parser.add_argument("--process", type=int)
    args = parser.parse_args()
    join(args.coordinator, 2 if args.coordinator else None, args.process)
    trained(args.folder, config(pretraining__episodes=args.different), die_at=args.die_at)


if __name__ == "__main__":
    main()
