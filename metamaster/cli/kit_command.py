"""``metamaster kit``."""

import argparse
from pathlib import Path

from bridge.daws.catalogue import KITS, kit_named, write_kit
from metamaster.cli.folder import folder_for


def run(args: argparse.Namespace) -> None:
    """Writes a kit and says which files it has; without a name, lists all."""
    if args.name is None:
        for kit in KITS.values():
            print(f"{kit.name:20}{kit.about}")
        return
    kit, folder = kit_named(args.name), args.out or Path(f"metamaster-{args.name}")
    with folder_for(folder):
        written = write_kit(kit, folder, args.force)
    for path in written:
        print(path)
