"""``metamaster evaluate``: the table that a result must beat, and whether it does."""

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from metamaster.cli.folder import folder_for
from metamaster.errors import BadOption, OutputExists

if TYPE_CHECKING:
    from metamaster.learn.evaluation.rows import NamedModel
    from metamaster.learn.evaluation.run import Told

_JUDGES = 2


def run(args: argparse.Namespace) -> None:
    """Judges every row on every trial, and writes table, plots and page as far as they are."""
    from metamaster.compilation import keep_compiled_programs
    from metamaster.config import config_path, load_config, named_config
    from metamaster.learn.evaluation.config import EvaluateConfig
    from metamaster.learn.evaluation.journal import Journal
    from metamaster.learn.evaluation.music import keep_music
    from metamaster.learn.evaluation.report import CSV_FILE, write_report
    from metamaster.learn.evaluation.rows import rows_of
    from metamaster.learn.evaluation.run import evaluate, judges
    from tasks.episodes.open import tasks_config
    from tasks.trials.open import bench

    path = named_config(args.config) if args.config else config_path("evaluate/default.yaml")
    config = load_config(path, EvaluateConfig)
    beside = path.parent / config.tasks
    tasks = tasks_config(beside if beside.is_file() else config.tasks)
    models = _models(args.model)
    keep_compiled_programs()
    with folder_for(args.out):
        table = args.out / CSV_FILE
        if table.exists() and not (args.resume or args.force):
            raise OutputExists(f"{table} exists already: add --resume to go on, --force to begin anew.")
        made = bench(tasks, config.seeds, config.trials, args.masters)
        rows = rows_of(config, models, made)
        keep_music(args.out, made.music, args.resume)
        journal = Journal(table, args.resume)
        with judges(_JUDGES) as pool, _bar(args.quiet) as told:
            evaluate(made.trials, rows.families, journal, pool, told, made.deviation)
        written = write_report(args.out, journal.rows, rows, _command(args))
        if not args.quiet:
            print(*written, sep="\n")


@contextmanager
def _bar(quiet: bool) -> "Iterator[Told]":
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield lambda share, doing: None
        return
    columns = (BarColumn(), TaskProgressColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda share, doing: bar.update(task, completed=share, description=doing)


def _models(given: Sequence[str]) -> "list[NamedModel]":
    """The models that were named, in their order."""
    from metamaster.learn.evaluation.rows import named_model

    found: list[NamedModel] = []
    for one in given:
        name, mark, path = one.partition("=")
        if not name or not mark or not path:
            raise BadOption(
                f"--model {one} is no NAME=FILE: write for example --model maml=runs/maml/best.safetensors."
            )
        if name in {model.name for model in found}:
            raise BadOption(f"Two models are named {name}: give each a name of its own.")
        found.append(named_model(name, Path(path)))
    return found


def _command(args: argparse.Namespace) -> str:
    """The command that makes the same rows again."""
    words = ["metamaster evaluate"]
    words += [str(args.config)] if args.config else []
    words += [f"--model {one}" for one in args.model]
    words += ["--masters MASTERS"] if args.masters else []
    return " ".join([*words, f"--out {args.out}"])
