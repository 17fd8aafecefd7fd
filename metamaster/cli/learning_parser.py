"""The arguments of the commands about learning; like `parser.py`, without any import that takes time."""

import argparse
from pathlib import Path

from metamaster.cli.lazily import lazily
from metamaster.cli.words import as_sentence


def add_train(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """``metamaster train``."""
    about = "meta-train a model as a configuration says"
    parser = commands.add_parser("train", help=about, description=as_sentence(about))
    parser.add_argument(
        "config", type=Path, metavar="CONFIG", help="a file, or one that ships, such as configs/train/smoke.yaml"
    )
    parser.add_argument("--out", type=Path, metavar="DIR", help="where (default: runs/NAME)")
    parser.add_argument("--resume", action="store_true", help="go on from the last snapshot in that folder")
    parser.add_argument("--quiet", action="store_true", help="say nothing but errors")
    several = parser.add_argument_group("several processes (docs/training.md)")
    several.add_argument("--coordinator", metavar="HOST:PORT", help="where process 0 listens")
    several.add_argument("--processes", type=int, metavar="N", help="how many there are")
    several.add_argument("--process", type=int, metavar="I", help="which this one is, from 0")
    parser.set_defaults(run=lazily("metamaster.cli.train_command", "run"))


def add_evaluate(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """``metamaster evaluate``."""
    about = "judge ways to master against true masters: the table that a result must beat"
    parser = commands.add_parser("evaluate", help=about, description=as_sentence(about))
    default = "default: configs/evaluate/default.yaml"
    parser.add_argument(
        "config", type=Path, nargs="?", metavar="CONFIG", help=f"what to judge: a file, or one that ships ({default})"
    )
    parser.add_argument(
        "--model",
        action="append",
        default=[],
        metavar="NAME=FILE",
        help="a model of metamaster train, as rows of that name; may be repeated; plain rules start from the first one",
    )
    parser.add_argument("--masters", type=Path, metavar="DIR", help="finished masters, for the splits of real music")
    parser.add_argument("--out", type=Path, default=Path("results"), metavar="DIR", help="where (default: results)")
    parser.add_argument("--resume", action="store_true", help="judge only what the table there does not hold yet")
    parser.add_argument("--force", action="store_true", help="begin a table that exists anew")
    parser.add_argument("--quiet", action="store_true", help="say nothing but errors")
    parser.set_defaults(run=lazily("metamaster.cli.evaluate_command", "run"))


def add_tasks(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """``metamaster tasks``."""
    about = "make what learning learns from"
    parser = commands.add_parser("tasks", help=about, description=as_sentence(about))
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    about = "write procedural songs, unmastered, to files to listen to"
    render = actions.add_parser("render", help=about, description=as_sentence(about))
    render.add_argument("--genre", default="all", metavar="NAME", help="a genre, or all of them (default: all)")
    render.add_argument("--seed", type=int, default=0, help="of the first song (default: 0)")
    render.add_argument("--count", type=int, default=1, help="songs per genre, one a seed (default: 1)")
    render.add_argument("--seconds", type=float, default=30.0, metavar="S", help="length (default: 30)")
    render.add_argument("--rate", type=int, default=44100, metavar="HZ", help="sample rate (default: 44100)")
    render.add_argument("--stems", action="store_true", help="write the stems too, in a folder for each song")
    render.add_argument("--out", type=Path, default=Path("songs"), metavar="DIR", help="where (default: songs)")
    render.add_argument("--force", action="store_true", help="overwrite what exists")
    render.add_argument("--quiet", action="store_true", help="say nothing but errors")
    render.set_defaults(run=lazily("metamaster.cli.tasks_command", "render"))
