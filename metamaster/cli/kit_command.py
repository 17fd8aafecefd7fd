"""``metamaster kit``."""

import argparse
from pathlib import Path

from bridge.daws.catalogue import KITS, kit_named, write_kit


def run(args: argparse.Namespace) -> None:
    """Writes a kit and says which files it has; without a name, lists all."""
    if args.name is None:
        for kit in KITS.values():
            print(f"{kit.name:20}{kit.about}")
        return
    for path in write_kit(kit_named(args.name), args.out or Path(f"metamaster-{args.name}"), args.force):
        print(path)
