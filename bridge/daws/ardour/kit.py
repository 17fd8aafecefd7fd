"""Scripts for Ardour 7 or later: its Lua sends OSC, so nothing else is needed."""

from functools import partial
from pathlib import Path

from bridge.daws.kit import Kit, kept_files

ARDOUR = Kit(
    "ardour",
    "Ardour",
    "actions that send a region, render and bring the master back, a hook for exports and transport, and an OSC preset",
    partial(kept_files, Path(__file__).parent / "files"),
)
