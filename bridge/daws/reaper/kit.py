"""ReaScripts in Lua, and a pattern file for REAPER's OSC. REAPER's Lua has no sockets: it runs ``metamaster ctl``."""

from functools import partial
from pathlib import Path

from bridge.daws.kit import Kit, kept_files

REAPER = Kit(
    "reaper",
    "REAPER",
    "scripts that master the selected item onto a new track, and OSC for the transport",
    partial(kept_files, Path(__file__).parent / "files"),
)
