"""``metamaster train``: meta-trains a model as a configuration says."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from metamaster.cli.folder import folder_for

if TYPE_CHECKING:
    from metamaster.learn.training.config import TrainConfig
    from metamaster.learn.training.run import Music, Told


def run(args: argparse.Namespace) -> None:
    """Trains, and says where the model is."""
    from metamaster.compilation import keep_compiled_programs
    from metamaster.config import load_config, named_config
    from metamaster.learn.training.config import TrainConfig
    from metamaster.learn.training.devices import join
    from metamaster.learn.training.run import MODEL_FILE, Run
    from metamaster.learn.training.snapshots import SNAPSHOTS

    path = named_config(args.config)
    config = load_config(path, TrainConfig)
    config = msgspec.structs.replace(config, start=_found(config.start, path))
    folder = args.out or Path("runs") / path.stem
    keep_compiled_programs()
    join(args.coordinator, args.processes, args.process)
    music = _music(config, path)
    # With what is made in it first of all, so that a run that never began leaves no folder.
    with folder_for(folder / SNAPSHOTS), _bar(args.quiet) as told:
        outcome = Run(config, music, folder).go(args.resume, told)
    if not args.quiet:
        early = ", where it no longer improved" if outcome.stopped_early else ""
        print(f"Trained to step {outcome.step}{early}; validation loss {outcome.best_loss:.4f}.", file=sys.stdout)
        print(f"The best model is {folder / MODEL_FILE}.", file=sys.stdout)


def _found(name: str, config: Path) -> str:
    """A file that the configuration names, relative to the configuration's own folder or to the current one."""
    beside = config.parent / name
    return str(beside) if beside.is_file() else name


def _music(config: "TrainConfig", path: Path) -> "Music":
    from metamaster.learn.training.run import Music

    if config.tasks == "synthetic":
        from tasks.synthetic.episodes import SyntheticEpisodes

        return Music(SyntheticEpisodes(config.seed), SyntheticEpisodes(config.seed + 1))
    from tasks.episodes.open import episodes, library, tasks_config

    tasks = tasks_config(_found(config.tasks, path))
    music = library(tasks)
    return Music(episodes(tasks, "seen", music), episodes(tasks, config.validation.split, music))


@contextmanager
def _bar(quiet: bool) -> Iterator["Told"]:
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield lambda step, of, loss: None
        return
    columns = (
        TextColumn("Training"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("loss {task.fields[loss]:.4f}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("training", total=None, loss=float("nan"))
        yield lambda step, of, loss: bar.update(task, completed=step, total=of, loss=loss)
