"""How long episodes take, made and kept, and songs from a bank: ``python -m benchmarks.episodes configs/tasks/….yaml``.

Times are seconds of processor time, the mean over ``--count`` episodes of the split ``seen``, one at a time; the cache
is a fresh folder.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from tasks.episodes.bank import build_bank, open_bank
from tasks.episodes.open import episodes, library, task_cache, tasks_config
from tasks.tracks.passages import Passages

_DRAWS, _BATCH = 50, 64


def seconds(work: Callable[[int], object], count: int) -> float:
    """Mean seconds of processor time of one of so many pieces of work."""
    start = time.process_time()
    for index in range(count):
        work(index)
    return (time.process_time() - start) / count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("config", type=Path)
    parser.add_argument("--count", type=int, default=8)
    args = parser.parse_args()
    config, rng = tasks_config(args.config), np.random.default_rng(0)
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["METAMASTER_CACHE"] = scratch
        music = library(config)
        made = episodes(config, "seen", music)
        made[args.count]  # compiles what episodes need
        first, again = (seconds(made.__getitem__, args.count) for _ in range(2))
        tracks = [track for part in music.seen.values() for track in part[:2]]
        build_bank(tracks, Path(scratch) / "bank", Passages(task_cache()))
        bank = open_bank(Path(scratch) / "bank")
        draw = seconds(lambda _: bank.frames(rng.integers(len(bank.entries), size=_BATCH)), _DRAWS) / _BATCH
    print("| an episode, made | kept | songs from a bank |\n| ---: | ---: | ---: |")
    print(f"| {first:.1f} s | {again:.3f} s | {1.0 / draw:.0f} a second |")


if __name__ == "__main__":
    main()
