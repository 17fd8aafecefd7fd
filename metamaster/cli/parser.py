"""The arguments of every command. Nothing here imports more than the standard library, so that help is instant."""

import argparse
from collections.abc import Callable
from pathlib import Path

from metamaster.style.names import ASPECT_NAMES
from metamaster.version import __version__

_DESCRIPTION = "Masters music to sound like a given reference."
Run = Callable[[argparse.Namespace], None]


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
    _add_tasks(commands)
    _add_bridge(commands)
    _add_ctl(commands)
    _add_kit(commands)
    _add_train(commands)
    return parser


def _add_master(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "master a mix after one or more references"
    parser = commands.add_parser("master", help=about, description=about.capitalize() + ".")
    parser.add_argument("mix", type=Path, help="the mix: WAV, AIFF, FLAC, OGG or MP3, 8 to 192 kHz, mono or stereo")
    parser.add_argument("--out", type=Path, metavar="FILE", help="the master: .wav, .flac or .aiff")
    _add_reference(parser)
    parser.add_argument("--genre", type=Path, metavar="FILE", help="a genre saved by adapt, instead of a reference")
    parser.add_argument("--settings", type=Path, metavar="FILE", help="use a chain found before instead of a reference")
    loudness = parser.add_argument_group("loudness").add_mutually_exclusive_group()
    loudness.add_argument("--loudness", metavar="LUFS|reference", help="integrated loudness (default: the reference's)")
    loudness.add_argument("--for", dest="target", metavar="TARGET", help="spotify, apple, youtube, club or ebu")
    parser.add_argument("--true-peak", type=float, metavar="DBTP", help="the ceiling (default: -1)")
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
    parser.set_defaults(run=_lazily("metamaster.cli.master_command", "run"))


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
    parser = commands.add_parser("adapt", help=about, description=about.capitalize() + ".")
    _add_reference(parser)
    parser.add_argument(
        "--mix", nargs="+", action="extend", type=Path, default=[], metavar="FILE", help="songs to find a chain for"
    )
    how = parser.add_argument_group("how")
    how.add_argument("--config", type=Path, metavar="FILE", help="defaults for these options (configs/master.yaml)")
    how.add_argument("--rule", help="levenberg-marquardt (default) or radam")
    how.add_argument("--style", help="how style is told from content: learned (default), stated or naive")
    how.add_argument("--steps", type=int, help="adaptation steps on each mix (default: 5)")
    _add_genre_file(parser)
    _add_talk(parser)
    parser.set_defaults(run=_lazily("metamaster.cli.genre_command", "adapt"))


def _add_genre(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "show, list or blend genres"
    parser = commands.add_parser("genre", help=about, description=about.capitalize() + ".")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    show = actions.add_parser("show", help="tell what a genre is made of")
    show.add_argument("file", type=Path, metavar="FILE")
    show.add_argument("--json", action="store_true", help="print it as JSON")
    show.set_defaults(run=_lazily("metamaster.cli.genre_command", "show"))
    listed = actions.add_parser("list", help="list the genres of a folder")
    listed.add_argument("folder", type=Path, nargs="?", default=Path(), metavar="DIR", help="default: the current one")
    listed.add_argument("--json", action="store_true", help="print them as JSON")
    listed.set_defaults(run=_lazily("metamaster.cli.genre_command", "list_genres"))
    blend = actions.add_parser("blend", help="write a genre between others")
    blend.add_argument("genres", nargs="+", metavar="FILE[=WEIGHT]")
    _add_genre_file(blend)
    _add_talk(blend)
    blend.set_defaults(run=_lazily("metamaster.cli.genre_command", "blend"))


def _add_genre_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.safetensors", help="the genre")
    parser.add_argument("--name", help="what the genre is called (default: as its file)")
    parser.add_argument("--force", action="store_true", help="overwrite what exists")


def _add_how(group: "argparse._ArgumentGroup") -> None:
    group.add_argument("--config", type=Path, metavar="FILE", help="defaults for these options (configs/master.yaml)")
    group.add_argument("--rule", help="levenberg-marquardt (default) or radam")
    group.add_argument("--style", help="how style is told from content: learned (default), stated or naive")
    group.add_argument("--steps", type=int, help="adaptation steps (default: 5; with --genre: 0)")
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
    parser = commands.add_parser("analyze", help=about, description=about.capitalize() + ".")
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    parser.add_argument("--json", action="store_true", help="print everything, series included, as JSON")
    parser.set_defaults(run=_lazily("metamaster.cli.analyze_command", "run"))


def _add_export(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "turn a settings file into a Pedalboard script or a recipe for any plugins"
    parser = commands.add_parser("export", help=about, description=about.capitalize() + ".")
    parser.add_argument("settings", type=Path, metavar="SETTINGS")
    parser.add_argument("--script", type=Path, metavar="FILE.py", help="a Python script that renders the chain")
    parser.add_argument("--recipe", type=Path, metavar="FILE.txt", help="what to dial in; printed without a FILE")
    parser.add_argument("--force", action="store_true", help="overwrite what exists")
    parser.set_defaults(run=_lazily("metamaster.cli.export_command", "run"))


def _add_demo(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "master a built-in mix after a built-in reference, both synthesised here"
    parser = commands.add_parser("demo", help=about, description=about.capitalize() + ".")
    parser.add_argument("--out", type=Path, default=Path("demo"), metavar="DIR", help="where (default: demo)")
    parser.add_argument("--seed", type=int, default=0, help="of the two songs")
    parser.set_defaults(run=_lazily("metamaster.cli.demo_command", "run"))


def _add_bridge(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "serve every control, job, preset and meter to a DAW, over OSC"
    parser = commands.add_parser("bridge", help=about, description=about.capitalize() + ".")
    parser.add_argument("--host", default="127.0.0.1", help="where to listen (default: 127.0.0.1, this machine alone)")
    parser.add_argument("--port", type=int, default=7770, help="of OSC over UDP, and over TCP (default: 7770)")
    parser.add_argument("--tcp-port", type=int, metavar="PORT", help="of OSC over TCP, if another")
    parser.add_argument("--allow", action="append", default=[], metavar="ADDRESS", help="a machine or network to serve")
    _add_http(parser.add_argument_group("panel and OSCQuery"))
    files = parser.add_argument_group("files")
    files.add_argument(
        "--root",
        action="append",
        type=Path,
        default=[],
        metavar="DIR",
        help="a folder to read and write in; may be repeated (default: the current one)",
    )
    files.add_argument("--state", type=Path, metavar="FILE", help="keeps the session (default: in the user's data)")
    files.add_argument("--presets", type=Path, metavar="DIR", help="keeps the presets (default: in the user's data)")
    _add_bridge_studio(parser)
    parser.set_defaults(run=_lazily("metamaster.cli.bridge_command", "run"))


def _add_http(group: "argparse._ArgumentGroup") -> None:
    group.add_argument("--http", type=int, metavar="PORT", help="of the web panel and OSCQuery (default: 7780)")
    group.add_argument("--no-http", action="store_true", help="serve neither")
    group.add_argument("--no-mdns", action="store_true", help="do not announce the bridge on the network")


def _add_bridge_studio(parser: argparse.ArgumentParser) -> None:
    files = parser.add_argument_group("watch folder")
    files.add_argument("--watch", nargs=2, type=Path, metavar=("IN", "OUT"), help="master what is bounced into IN")
    midi = parser.add_argument_group("MIDI")
    midi.add_argument("--midi", action="store_true", help="ports of our own, named metamaster, to connect to")
    midi.add_argument("--midi-in", action="append", default=[], metavar="NAME", help="a port to hear; may be repeated")
    midi.add_argument("--midi-out", action="append", default=[], metavar="NAME", help="a port to send to; likewise")
    midi.add_argument(
        "--midi-map", type=Path, metavar="FILE", help="which knob is which control; learnt knobs go there"
    )
    midi.add_argument("--midi-api", default="", metavar="API", help="such as UNIX_JACK (default: the usual one)")
    transport = parser.add_argument_group("transport")
    transport.add_argument("--jack", action="store_true", help="follow the transport of the JACK server")


def _add_ctl(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "do at a bridge that runs what a DAW could do"
    parser = commands.add_parser("ctl", help=about, description=about.capitalize() + ".")
    parser.add_argument("--host", default="127.0.0.1", help="where the bridge runs (default: 127.0.0.1)")
    parser.add_argument("--port", type=int, default=7770, help="of OSC over TCP (default: 7770)")
    parser.add_argument("--quiet", action="store_true", help="say nothing of jobs but errors")
    parser.set_defaults(run=_lazily("metamaster.cli.ctl_command", "run"))
    actions = parser.add_subparsers(title="what to do", metavar="ACTION", dest="do", required=True)
    _add_ctl_values(actions)
    _add_ctl_jobs(actions)


def _add_kit(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "write what makes a DAW or a control surface work with the bridge"
    parser = commands.add_parser("kit", help=about, description=about.capitalize() + ".")
    parser.add_argument("name", nargs="?", metavar="NAME", help="whose kit; without it, all are listed")
    parser.add_argument("--out", type=Path, metavar="DIR", help="where (default: metamaster-NAME)")
    parser.add_argument("--force", action="store_true", help="overwrite what exists")
    parser.set_defaults(run=_lazily("metamaster.cli.kit_command", "run"))


def _add_ctl_values(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    get = actions.add_parser("get", help="print what controls or other properties hold")
    get.add_argument("names", nargs="+", metavar="NAME", help="such as limiter.ceiling_db")
    get.add_argument("--form", choices=("plain", "norm", "str"), default="plain", help="default: plain")
    change = actions.add_parser("set", help="set a control and print what it holds now")
    change.add_argument("name", metavar="NAME")
    change.add_argument("value", metavar="VALUE", help="such as -1, '2.5 dB', on or B")
    listen = actions.add_parser("listen", help="print what changes, until Ctrl-C")
    listen.add_argument("names", nargs="*", metavar="NAME", help="default: everything")
    send = actions.add_parser("send", help="send any message of docs/osc.md and print what is answered")
    send.add_argument("address", metavar="ADDRESS")
    send.add_argument("values", nargs="*", metavar="VALUE")
    preset = actions.add_parser("preset", help="list, load, save or delete presets")
    which = preset.add_subparsers(metavar="ACTION", dest="action", required=True)
    which.add_parser("list", help="print their names")
    for action in ("load", "save", "delete"):
        which.add_parser(action, help=f"{action} one").add_argument("name", metavar="NAME")
    actions.add_parser("undo", help="take the last step back and print what it was")
    actions.add_parser("redo", help="do it again")
    actions.add_parser("ping", help="print the bridge's version, if one runs")


def _add_ctl_jobs(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    mix = actions.add_parser("mix", help="name the mix")
    mix.add_argument("file", type=Path, metavar="FILE")
    reference = actions.add_parser("reference", help="name the records to sound like")
    reference.add_argument("files", type=Path, nargs="*", metavar="FILE")
    reference.add_argument("--add", action="store_true", help="to those there are, instead of in their place")
    reference.add_argument("--weight", type=float, default=1.0, metavar="W", help="of each of these (default: 1)")
    actions.add_parser("adapt", help="find the chain that brings the mix to its references")
    render = actions.add_parser("render", help="write a master of the mix")
    render.add_argument("file", type=Path, metavar="FILE")
    render.add_argument("--force", action="store_true", help="overwrite what exists")
    analyse = actions.add_parser("analyse", help="measure a file, for the meters")
    analyse.add_argument("file", type=Path, nargs="*", metavar="FILE", help="default: the mix")
    cancel = actions.add_parser("cancel", help="give up jobs")
    cancel.add_argument("job", type=int, nargs="*", metavar="JOB", help="its number (default: all)")


def _add_train(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "meta-train a model as a configuration says"
    parser = commands.add_parser("train", help=about, description=about.capitalize() + ".")
    parser.add_argument("config", type=Path, metavar="CONFIG", help="such as configs/train/smoke.yaml")
    parser.add_argument("--out", type=Path, metavar="DIR", help="where (default: runs/NAME)")
    parser.add_argument("--resume", action="store_true", help="go on from the last snapshot in that folder")
    parser.add_argument("--quiet", action="store_true", help="say nothing but errors")
    several = parser.add_argument_group("several processes (docs/training.md)")
    several.add_argument("--coordinator", metavar="HOST:PORT", help="where process 0 listens")
    several.add_argument("--processes", type=int, metavar="N", help="how many there are")
    several.add_argument("--process", type=int, metavar="I", help="which this one is, from 0")
    parser.set_defaults(run=_lazily("metamaster.cli.train_command", "run"))


def _add_tasks(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "make what learning learns from"
    parser = commands.add_parser("tasks", help=about, description=about.capitalize() + ".")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    about = "write procedural songs, unmastered, to files to listen to"
    render = actions.add_parser("render", help=about, description=about.capitalize() + ".")
    render.add_argument("--genre", default="all", metavar="NAME", help="a genre, or all of them (default: all)")
    render.add_argument("--seed", type=int, default=0, help="of the first song (default: 0)")
    render.add_argument("--count", type=int, default=1, help="songs per genre, one a seed (default: 1)")
    render.add_argument("--seconds", type=float, default=30.0, metavar="S", help="length (default: 30)")
    render.add_argument("--rate", type=int, default=44100, metavar="HZ", help="sample rate (default: 44100)")
    render.add_argument("--stems", action="store_true", help="write the stems too, in a folder for each song")
    render.add_argument("--out", type=Path, default=Path("songs"), metavar="DIR", help="where (default: songs)")
    render.add_argument("--force", action="store_true", help="overwrite what exists")
    render.set_defaults(run=_lazily("metamaster.cli.tasks_command", "render"))


def _lazily(module: str, name: str) -> Run:
    def run(args: argparse.Namespace) -> None:
        import importlib

        getattr(importlib.import_module(module), name)(args)

    return run
