"""``metamaster bridge``."""

import argparse
import asyncio
import signal
import sys
from contextlib import suppress
from pathlib import Path

from platformdirs import user_data_path

from bridge.app import BridgeOptions, running
from bridge.osc.allowed import Allowed, is_loopback
from bridge.osc.service import OscOptions


def run(args: argparse.Namespace) -> None:
    """Serves until it is told to end."""
    options = _options(args)
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
        print(f"Ready: OSC at {host}, UDP port {bridge.osc.udp.port}, TCP port {bridge.osc.tcp.port}.", flush=True)
        await ended.wait()


def _options(args: argparse.Namespace) -> BridgeOptions:
    data = user_data_path("metamaster", appauthor=False)
    return BridgeOptions(
        roots=tuple(args.root) or (Path.cwd(),),
        state=args.state or data / "bridge.json",
        presets=args.presets or data / "presets",
        osc=OscOptions(
            args.host, args.port, args.port if args.tcp_port is None else args.tcp_port, Allowed.of(tuple(args.allow))
        ),
    )
