"""``metamaster bridge``."""

import argparse
import asyncio
import signal
import sys
from contextlib import suppress
from pathlib import Path

from platformdirs import user_data_path

from bridge.app import BridgeOptions, running
from bridge.http.service import HttpOptions
from bridge.midi.ports import MidiOptions
from bridge.midi.service import MidiServiceOptions
from bridge.osc.allowed import Allowed, is_loopback
from bridge.osc.service import OscOptions
from bridge.session.events import Event, Trouble
from bridge.watch.service import WatchOptions
from metamaster.cli.port import checked_port


def run(args: argparse.Namespace) -> None:
    """Serves until it is told to end."""
    options = options_of(args)
    if not (is_loopback(args.host) or args.host == "localhost"):
        who = "the machines named by --allow" if args.allow else "every machine that can reach it"
        print(
            f"Warning: {args.host} is open to {who}, which may then read, change and render what lies under the roots.",
            file=sys.stderr,
        )
    with suppress(asyncio.CancelledError):
        asyncio.run(_serve(options, args.host))


async def _serve(options: BridgeOptions, host: str) -> None:
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ended.set)
    async with running(options) as bridge:
        bridge.session.bus.subscribe(_warn)
        print(f"Ready: OSC at {host}, UDP port {bridge.osc.udp.port}, TCP port {bridge.osc.tcp.port}.", flush=True)
        if bridge.http is not None:
            print(
                f"The panel: http://{_shown(host)}:{bridge.http.port}/panel/ (OSCQuery at the same port).", flush=True
            )
        await ended.wait()


def _warn(event: Event) -> None:
    # Here, since there is no panel that could say so.
    if isinstance(event, Trouble) and event.code == "panel_lost":
        print(f"Warning: {event.sentence}", file=sys.stderr, flush=True)


def options_of(args: argparse.Namespace) -> BridgeOptions:
    """What was asked for; every path is a whole one, since the bridge's processes run in another folder."""
    data = user_data_path("metamaster", appauthor=False)
    allowed = Allowed.of(tuple(args.allow))
    port = _port("--port", args.port)
    return BridgeOptions(
        roots=tuple(path.absolute() for path in args.root) or (Path.cwd(),),
        state=(args.state or data / "bridge.json").absolute(),
        presets=(args.presets or data / "presets").absolute(),
        genres=(args.genres or data / "genres").absolute(),
        osc=OscOptions(args.host, port, port if args.tcp_port is None else _port("--tcp-port", args.tcp_port), allowed),
        http=None if args.no_http else HttpOptions(args.host, _http_port(args), allowed, mdns=not args.no_mdns),
        midi=MidiServiceOptions(_ports(args), args.midi_map and args.midi_map.absolute()),
        jack=args.jack,
        jack_ahead=args.jack_ahead,
        watch=WatchOptions(*(path.absolute() for path in args.watch)) if args.watch else None,
    )


def _port(option: str, port: int) -> int:
    # 0 is any free one.
    return checked_port(option, port, lowest=0)


def _http_port(args: argparse.Namespace) -> int:
    """Ten above OSC's where none is named, or any free one where that is so of OSC's."""
    if args.http is not None:
        return _port("--http", args.http)
    return _port("--http, ten above --port,", args.port + 10) if args.port else 0


def _shown(host: str) -> str:
    """An address that a browser can open."""
    if host in ("0.0.0.0", "::"):
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _ports(args: argparse.Namespace) -> MidiOptions:
    virtual = "metamaster" if args.midi else ""
    return MidiOptions(tuple(args.midi_in), tuple(args.midi_out), virtual, args.midi_api)
