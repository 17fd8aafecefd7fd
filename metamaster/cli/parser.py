"""The arguments of every command. Nothing here imports more than the standard library, so that help is instant."""

import argparse
from pathlib import Path

from metamaster.cli.bridge_parser import add_bridge, add_ctl, add_kit
from metamaster.cli.lazily import lazily
from metamaster.cli.learning_parser import add_evaluate, add_tasks, add_train
from metamaster.cli.words import as_sentence
from metamaster.style.names import ASPECT_NAMES
from metamaster.version import __version__

DELIVERY_NAMES = ("spotify", "apple", "youtube", "club", "ebu")
"""The targets of ``configs/delivery.yaml``; written here too since help does not wait for YAML."""

_DESCRIPTION = "Masters music to sound like a given reference."


def build_parser() -> argparse.ArgumentParser:
    """The parser of the whole command line; ``args.run(args)`` runs the command that was named."""
    parser = argparse.ArgumentParser(prog="metamaster", description=_DESCRIPTION)
    parser.add_argument("--version", action="version", version=f"metamaster {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_master(commands)
    _add_adapt(commands)
    _add_genre(commands)
    _add_analyze(commands)
    _add_export(commands)
    _add_demo(commands)
    add_tasks(commands)
    add_bridge(commands)
    add_ctl(commands)
    add_kit(commands)
    add_train(commands)
    add_evaluate(commands)
    return parser


def _add_master(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "master a mix after one or more references"
    parser = commands.add_parser("master", help=about, description=as_sentence(about))
    parser.add_argument("mix", type=Path, help="the mix: WAV, AIFF, FLAC, OGG or MP3, 8 to 192 kHz, mono or stereo")
    parser.add_argument("--out", type=Path, metavar="FILE", help="the master: .wav, .flac or .aiff")
    _add_reference(parser)
    parser.add_argument("--genre", type=Path, metavar="FILE", help="a genre saved by adapt, instead of a reference")
    parser.add_argument("--settings", type=Path, metavar="FILE", help="use a chain found before instead of a reference")
    loudness = parser.add_argument_group("loudness").add_mutually_exclusive_group()
    default = "default: that of --for, of --settings or of the configuration"
    loudness.add_argument("--loudness", metavar="LUFS|reference", help=f"integrated loudness ({default})")
    loudness.add_argument("--for", dest="target", metavar="TARGET", help=f"one of {', '.join(DELIVERY_NAMES)}")
    parser.add_argument("--true-peak", type=float, metavar="DBTP", help=f"the ceiling ({default})")
    amounts = parser.add_argument_group("how much (0 to 1)")
    amounts.add_argument("--amount", type=float, default=1.0, metavar="A", help="of everything")
    for name in ASPECT_NAMES:
        option = "--loudness-amount" if name == "loudness" else f"--{name}"
        amounts.add_argument(option, dest=f"{name}_amount", type=float, default=1.0, metavar="A", help=f"of {name}")
    amounts.add_argument(
        "--only", action="append", default=[], metavar="ASPECT", help=f"{', '.join(ASPECT_NAMES)}; may be repeated"
    )
    _add_how(parser.add_argument_group("how"))
    _add_what_else(parser.add_argument_group("what else to write"))
    _add_talk(parser)
    parser.set_defaults(run=lazily("metamaster.cli.master_command", "run"))


def _add_reference(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--reference",
        action="append",
        default=[],
        metavar="FILE[=WEIGHT]",
        help="a record to sound like; may be given several times, with weights",
    )


def _add_adapt(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "learn a genre from a few references and mixes, to master other songs with"
    parser = commands.add_parser("adapt", help=about, description=as_sentence(about))
    _add_reference(parser)
    parser.add_argument(
        "--mix", nargs="+", action="extend", type=Path, default=[], metavar="FILE", help="songs to find a chain for"
    )
    how = parser.add_argument_group("how")
    how.add_argument("--config", type=Path, metavar="FILE", help="defaults for these options (configs/master.yaml)")
    how.add_argument("--rule", help="levenberg-marquardt (default) or radam")
    how.add_argument("--style", help="how style is told from content: predicted (default), learned, stated or naive")
    how.add_argument("--steps", type=int, help="adaptation steps on each mix (default: 5)")
    _add_genre_file(parser)
    _add_talk(parser)
    parser.set_defaults(run=lazily("metamaster.cli.genre_command", "adapt"))


def _add_genre(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "show, list or blend genres"
    parser = commands.add_parser("genre", help=about, description=as_sentence(about))
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    show = actions.add_parser("show", help="tell what a genre is made of")
    show.add_argument("file", type=Path, metavar="FILE")
    show.add_argument("--json", action="store_true", help="print it as JSON")
    show.set_defaults(run=lazily("metamaster.cli.genre_command", "show"))
    listed = actions.add_parser("list", help="list the genres of a folder")
    listed.add_argument("folder", type=Path, nargs="?", default=Path(), metavar="DIR", help="default: the current one")
    listed.add_argument("--json", action="store_true", help="print them as JSON")
    listed.set_defaults(run=lazily("metamaster.cli.genre_command", "list_genres"))
    blend = actions.add_parser("blend", help="write a genre between others")
    blend.add_argument("genres", nargs="+", metavar="FILE[=WEIGHT]")
    _add_genre_file(blend)
    _add_talk(blend)
    blend.set_defaults(run=lazily("metamaster.cli.genre_command", "blend"))


def _add_genre_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.safetensors", help="the genre")
    parser.add_argument("--name", help="what the genre is called (default: as its file)")
    parser.add_argument("--force", action="store_true", help="overwrite what exists")


def _add_how(group: "argparse._ArgumentGroup") -> None:
    group.add_argument("--config", type=Path, metavar="FILE", help="defaults for these options (configs/master.yaml)")
    group.add_argument("--rule", help="levenberg-marquardt (default) or radam")
    group.add_argument("--style", help="how style is told from content: predicted (default), learned, stated or naive")
    group.add_argument("--steps", type=int, help="adaptation steps (default: 5)")
    group.add_argument("--seed", type=int, help="of the dither (default: 0)")
    group.add_argument("--bits", type=int, help="16, 24 (default) or 32, which is floating point")


def _add_what_else(group: "argparse._ArgumentGroup") -> None:
    group.add_argument("--report", type=Path, metavar="DIR", help="an HTML report of what was done")
    group.add_argument("--preview", action="store_true", help="level-matched before and after, beside the master")
    group.add_argument("--save-settings", type=Path, metavar="FILE", help="where (default: beside the master)")
    group.add_argument("--dry-run", action="store_true", help="find the chain and say what it is; write no master")
    group.add_argument("--force", action="store_true", help="overwrite what exists")


def _add_talk(parser: argparse.ArgumentParser) -> None:
    talk = parser.add_mutually_exclusive_group()
    talk.add_argument("--quiet", action="store_true", help="say nothing but errors")
    talk.add_argument("--json", action="store_true", help="print the result as JSON")


def _add_analyze(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "measure files: loudness, true peak, dynamics, stereo image, spectrum, defects"
    parser = commands.add_parser("analyze", help=about, description=as_sentence(about))
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    parser.add_argument("--json", action="store_true", help="print everything, series included, as JSON")
    parser.set_defaults(run=lazily("metamaster.cli.analyze_command", "run"))


def _add_export(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "turn a settings file into a Pedalboard script or a recipe for any plugins"
    parser = commands.add_parser("export", help=about, description=as_sentence(about))
    parser.add_argument("settings", type=Path, metavar="SETTINGS")
    parser.add_argument("--script", type=Path, metavar="FILE.py", help="a Python script that renders the chain")
    parser.add_argument(
        "--recipe", type=Path, metavar="FILE.txt", help="what to dial in; it is printed where both options are left out"
    )
    parser.add_argument("--force", action="store_true", help="overwrite what exists")
    parser.set_defaults(run=lazily("metamaster.cli.export_command", "run"))


def _add_demo(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "master a built-in mix after a built-in reference, both synthesised here"
    parser = commands.add_parser("demo", help=about, description=as_sentence(about))
    parser.add_argument("--out", type=Path, default=Path("demo"), metavar="DIR", help="where (default: demo)")
    parser.add_argument("--seed", type=int, default=0, help="of the two songs")
    parser.add_argument("--force", action="store_true", help="overwrite what exists")
    parser.set_defaults(run=lazily("metamaster.cli.demo_command", "run"))
