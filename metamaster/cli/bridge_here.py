"""``metamaster bridge``, on the systems that have what it needs."""

import argparse
import sys

from metamaster.errors import BridgeRefused


def run(args: argparse.Namespace) -> None:
    """Serves until it is told to end; raises BridgeRefused on Windows."""
    if sys.platform == "win32":
        raise BridgeRefused(
            "The bridge runs on Linux and macOS, not on Windows: start it there, or use metamaster master."
        )
    # Not before, since Windows cannot load it.
    from metamaster.cli import bridge_command

    bridge_command.run(args)
