"""The arguments of the commands about the bridge; like `parser.py`, without any import that takes time."""

import argparse
from pathlib import Path

from metamaster.cli.lazily import lazily
from metamaster.cli.words import as_sentence


def add_bridge(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """``metamaster bridge``."""
    about = "serve every control, job, preset and meter to a DAW, over OSC"
    parser = commands.add_parser("bridge", help=about, description=as_sentence(about))
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
    files.add_argument("--genres", type=Path, metavar="DIR", help="keeps the genres (default: in the user's data)")
    _add_bridge_studio(parser)
    parser.set_defaults(run=lazily("metamaster.cli.bridge_here", "run"))


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
    live = parser.add_argument_group("live")
    about = "be an insert on the JACK server, and follow its transport"
    live.add_argument("--jack", action="store_true", help=about)
    about = "render so many blocks ahead, and later by as much (default: 0)"
    live.add_argument("--jack-ahead", type=int, choices=range(9), default=0, metavar="BLOCKS", help=about)


def add_ctl(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """``metamaster ctl``."""
    about = "do at a bridge that runs what a DAW could do"
    parser = commands.add_parser("ctl", help=about, description=as_sentence(about))
    parser.add_argument("--host", default="127.0.0.1", help="where the bridge runs (default: 127.0.0.1)")
    parser.add_argument("--port", type=int, default=7770, help="of OSC over TCP (default: 7770)")
    parser.add_argument("--quiet", action="store_true", help="say nothing of jobs but errors")
    parser.set_defaults(run=lazily("metamaster.cli.ctl_command", "run"))
    actions = parser.add_subparsers(title="what to do", metavar="ACTION", dest="do", required=True)
    _add_ctl_values(actions)
    _add_ctl_jobs(actions)


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
    genre = actions.add_parser("genre", help="list, choose, save or delete genres")
    which = genre.add_subparsers(metavar="ACTION", dest="action", required=True)
    which.add_parser("list", help="print their names")
    which.add_parser("none", help="follow the references again")
    which.add_parser("choose", help="follow one in place of the references").add_argument("name", metavar="NAME|FILE")
    which.add_parser("save", help="keep the references as one").add_argument("name", metavar="NAME")
    which.add_parser("delete", help="delete one").add_argument("name", metavar="NAME")
    actions.add_parser("undo", help="take the last step back and print what it was")
    actions.add_parser("redo", help="do it again")
    actions.add_parser("ping", help="print the bridge's version, if one runs")


def _add_ctl_jobs(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    mix = actions.add_parser("mix", help="name the mix")
    mix.add_argument("file", type=Path, metavar="FILE")
    reference = actions.add_parser("reference", help="name the records to sound like")
    reference.add_argument("files", nargs="*", metavar="FILE[=WEIGHT]")
    reference.add_argument("--add", action="store_true", help="to those there are, instead of in their place")
    reference.add_argument(
        "--weight", type=float, default=1.0, metavar="W", help="of each that names none (default: 1)"
    )
    actions.add_parser("adapt", help="find the chain that brings the mix to its references, or into its genre")
    render = actions.add_parser("render", help="write a master of the mix")
    render.add_argument("file", type=Path, metavar="FILE")
    render.add_argument("--force", action="store_true", help="overwrite what exists")
    analyse = actions.add_parser("analyse", help="measure a file, for the meters")
    analyse.add_argument("file", type=Path, nargs="?", metavar="FILE", help="default: the mix")
    cancel = actions.add_parser("cancel", help="give up a job, or all")
    cancel.add_argument("job", type=int, nargs="?", metavar="JOB", help="its number (default: all)")


def add_kit(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """``metamaster kit``."""
    about = "write what makes a DAW or a control surface work with the bridge"
    parser = commands.add_parser("kit", help=about, description=as_sentence(about))
    parser.add_argument("name", nargs="?", metavar="NAME", help="whose kit; without it, all are listed")
    parser.add_argument("--out", type=Path, metavar="DIR", help="where (default: metamaster-NAME)")
    parser.add_argument("--force", action="store_true", help="overwrite what exists")
    parser.set_defaults(run=lazily("metamaster.cli.kit_command", "run"))
