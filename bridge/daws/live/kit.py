"""A MIDI Remote Script: macros named after controls move them and follow them. Needs neither Max nor other packages."""

import json
from pathlib import Path

from bridge.daws.commands import BUTTONS
from bridge.daws.groups import surface_controls
from bridge.daws.kit import Kit, kept_files
from bridge.osc.control_routes import NORM, address_of
from bridge.osc.routes import ROOT

_SCRIPT = Path(__file__).parent / "script"


def _files() -> dict[str, bytes]:
    names = {
        "controls": {control.name: address_of(control, NORM) for control in surface_controls()},
        "commands": {one.address[len(ROOT) + 1 :].replace("/", "."): one.address for one in BUTTONS},
    }
    return {
        **{f"metamaster/{path}": content for path, content in kept_files(_SCRIPT).items()},
        "metamaster/names.json": f"{json.dumps(names, indent=1)}\n".encode(),
    }


LIVE = Kit(
    "live", "Ableton Live", "a MIDI Remote Script: macros named after controls move them and follow them", _files
)
