"""``metamaster ctl``: what a DAW can do, from a shell."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from bridge.osc.client import Client
from bridge.osc.codec import Message
from bridge.osc.routes import ROOT
from metamaster.cli.port import checked_port
from metamaster.cli.progress import progress_bar
from metamaster.cli.weighted import weighted_file

Do = Callable[[Client, argparse.Namespace], None]


def run(args: argparse.Namespace) -> None:
    """Does one thing at a bridge that runs."""
    with Client(args.host, checked_port("--port", args.port)) as client:
        _COMMANDS[args.do](client, args)


def _get(client: Client, args: argparse.Namespace) -> None:
    for name in args.names:
        for message in client.ask(f"{_address(name)}{_form(args)}/get"):
            _show(message)


def _set(client: Client, args: argparse.Namespace) -> None:
    for message in client.ask(f"{_address(args.name)}/str/set", args.value):
        _show(message)


def _listen(client: Client, args: argparse.Namespace) -> None:
    if not args.names:
        client.send(f"{ROOT}/start_listen", "str")
    for name in args.names:
        client.send(f"{_address(name)}/start_listen")
    for message in client.listen():
        print(message.address, *_shown(message.arguments), flush=True)


def _send(client: Client, args: argparse.Namespace) -> None:
    for message in client.ask(_address(args.address), *(_typed(word) for word in args.values)):
        print(message.address, *_shown(message.arguments))


def _mix(client: Client, args: argparse.Namespace) -> None:
    client.ask(f"{ROOT}/mix", _path(args.file))


def _reference(client: Client, args: argparse.Namespace) -> None:
    # All of them read before the first is told, so that one that is wrong changes nothing.
    references = [weighted_file(text, "reference", args.weight) for text in args.files]
    if not args.add:
        client.ask(f"{ROOT}/reference/clear")
    for file, weight in references:
        client.ask(f"{ROOT}/reference/add", _path(file), weight)


def _adapt(client: Client, args: argparse.Namespace) -> None:
    _job(client, args, f"{ROOT}/adapt")


def _render(client: Client, args: argparse.Namespace) -> None:
    _job(client, args, f"{ROOT}/render", _path(args.file), int(args.force))


def _analyse(client: Client, args: argparse.Namespace) -> None:
    _job(client, args, f"{ROOT}/analyse", *([] if args.file is None else [_path(args.file)]))


def _cancel(client: Client, args: argparse.Namespace) -> None:
    client.ask(f"{ROOT}/cancel", *([] if args.job is None else [args.job]))


def _preset(client: Client, args: argparse.Namespace) -> None:
    if args.action == "list":
        for message in client.ask(f"{ROOT}/presets/get"):
            print(*message.arguments, sep="\n")
    elif args.action == "load":
        client.ask(f"{ROOT}/preset/load", args.name)
    else:
        answer = "saved" if args.action == "save" else "deleted"
        client.ask_until(f"{ROOT}/preset/{answer}", f"{ROOT}/preset/{args.action}", args.name)


def _genre(client: Client, args: argparse.Namespace) -> None:
    match args.action:
        case "list":
            for message in client.ask(f"{ROOT}/genres/get"):
                print(*message.arguments, sep="\n")
        case "none":
            client.ask(f"{ROOT}/genre", "")
        case "choose":
            # A name of the list, or a file, of which the bridge needs the whole path.
            client.ask(f"{ROOT}/genre", _path(Path(args.name)) if args.name.endswith(".safetensors") else args.name)
        case "save":
            _job(client, args, f"{ROOT}/genre/save", args.name)
        case _:
            client.ask_until(f"{ROOT}/genre/deleted", f"{ROOT}/genre/delete", args.name)


def _undo(client: Client, args: argparse.Namespace) -> None:
    for message in client.ask(f"{ROOT}/{args.do}"):
        print(*message.arguments)


def _ping(client: Client, args: argparse.Namespace) -> None:
    for message in client.ask(f"{ROOT}/version/get"):
        print("metamaster", *message.arguments)


_COMMANDS: dict[str, Do] = {
    "get": _get,
    "set": _set,
    "listen": _listen,
    "send": _send,
    "mix": _mix,
    "reference": _reference,
    "adapt": _adapt,
    "render": _render,
    "analyse": _analyse,
    "cancel": _cancel,
    "preset": _preset,
    "genre": _genre,
    "undo": _undo,
    "redo": _undo,
    "ping": _ping,
}


def _job(client: Client, args: argparse.Namespace, address: str, *arguments: float | int | str) -> None:
    with progress_bar(args.quiet) as progress:
        sentence = client.job(address, *arguments, progress=progress)
    if not args.quiet:
        print(sentence)


def _address(name: str) -> str:
    return name if name.startswith("/") else f"{ROOT}/{name.replace('.', '/')}"


def _form(args: argparse.Namespace) -> str:
    return {"plain": "", "norm": "/norm", "str": "/str"}[args.form]


def _path(path: Path) -> str:
    # The bridge may have been started in another folder.
    return str(path.absolute())


def _typed(word: str) -> float | int | str:
    for kind in (int, float):
        try:
            return kind(word)
        except ValueError:
            continue
    return word


def _show(message: Message) -> None:
    print(*_shown(message.arguments))


def _shown(arguments: Sequence[object]) -> list[str]:
    return [f"{value:.7g}" if isinstance(value, float) else str(value) for value in arguments]
