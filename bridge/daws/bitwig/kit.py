"""A controller script in JavaScript: every control in the project's own panel."""

import json
from pathlib import Path

from bridge.daws.commands import BUTTONS
from bridge.daws.groups import as_table
from bridge.daws.kit import Kit, kept_files


def _files() -> dict[str, bytes]:
    buttons = [{"label": one.label, "address": one.address} for one in BUTTONS]
    table = (
        "// Made by metamaster kit bitwig, from the bridge's own list of controls.\n"
        f"var METAMASTER_CONTROLS = {json.dumps(as_table(), indent=1)};\n"
        f"var METAMASTER_BUTTONS = {json.dumps(buttons, indent=1)};\n"
    )
    return {**kept_files(Path(__file__).parent / "files"), "controls.js": table.encode()}


BITWIG = Kit("bitwig", "Bitwig Studio", "a controller script: every control in the project's own panel", _files)
