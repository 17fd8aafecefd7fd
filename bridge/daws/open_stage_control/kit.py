"""A session for Open Stage Control: a tab for each group of controls, and one for commands and meters.

The format is that of its release 1.x (openstagecontrol.ammd.net): a tree of widgets, in which what is not said takes
its default.
"""

import json
from collections.abc import Mapping

from bridge.daws.commands import BUTTONS
from bridge.daws.groups import Group, groups, label_of
from bridge.daws.kit import Kit
from bridge.osc.control_routes import PLAIN, TEXT, address_of
from bridge.osc.meter_feed import METERS, NAMES
from bridge.osc.routes import ROOT
from bridge.session.controls import Control

Widget = dict[str, object]

_LISTEN = f"send('{ROOT}/start_listen'); send('{ROOT}/start_listen', 'str'); send('{METERS}/start_listen', 20)"
_CELL_WIDTH, _KNOB_HEIGHT, _TEXT_HEIGHT = 120, 110, 30


def layout() -> Widget:
    """The whole session."""
    root: Widget = {
        "type": "root",
        "id": "root",
        "onCreate": _LISTEN,
        "tabs": [_home(), *(_tab(group) for group in groups())],
    }
    return {"createdWith": "Open Stage Control", "version": "1.25.0", "type": "session", "content": root}


def _tab(group: Group) -> Widget:
    return {
        "type": "tab",
        "id": group.title,
        "label": group.title,
        "layout": "horizontal",
        "contain": False,
        "scroll": True,
        "lineWrap": True,
        "widgets": [_cell(control) for control in group.controls],
    }


def _cell(control: Control) -> Widget:
    return {
        "type": "panel",
        "id": f"{control.name} cell",
        "layout": "vertical",
        "width": _CELL_WIDTH,
        "height": _KNOB_HEIGHT + 2 * _TEXT_HEIGHT,
        "widgets": [
            _words(f"{control.name} label", "", {"value": label_of(control)}),
            {"id": control.name, "address": address_of(control, PLAIN), "height": _KNOB_HEIGHT, **_shape(control)},
            _words(f"{control.name} text", address_of(control, TEXT), {}),
        ],
    }


def _shape(control: Control) -> Mapping[str, object]:
    if control.kind == "toggle":
        return {"type": "button", "mode": "toggle", "on": 1, "off": 0, "typeTags": "i", "label": "on"}
    if control.kind == "choice":
        values = {name: index for index, name in enumerate(control.choices)}
        return {"type": "switch", "values": values, "typeTags": "i"}
    return {
        "type": "knob",
        "range": {"min": control.low, "max": control.high},
        "logScale": control.scale == "log",
        "default": control.default,
        "doubleTap": True,
        "decimals": 3,
        "typeTags": "f",
        # A turn of the knob is one step to undo.
        "onTouch": f"send('{address_of(control)}/' + (event.type === 'start' ? 'begin' : 'end'))",
    }


def _home() -> Widget:
    # It has no message of its own: only the script sends.
    again: Widget = {"type": "button", "id": "listen", "label": "Listen again", "mode": "tap", "bypass": True}
    again["onValue"] = _LISTEN
    return {
        "type": "tab",
        "id": "home",
        "label": "Home",
        "layout": "vertical",
        "widgets": [
            _row("commands", [again, *(_button(one.label, one.address) for one in BUTTONS)]),
            _row("meters", [_meter(f"{METERS}/{name}") for name in NAMES]),
            _words("said", f"{ROOT}/error", {"label": "Refused"}),
            _words("job", f"{ROOT}/job/ended", {"label": "Job"}),
        ],
    }


def _row(name: str, widgets: list[Widget]) -> Widget:
    return {"type": "panel", "id": name, "layout": "horizontal", "height": _KNOB_HEIGHT, "widgets": widgets}


def _button(label: str, address: str) -> Widget:
    # Without type tags a button in this mode sends its address alone.
    return {"type": "button", "id": label, "label": label, "mode": "tap", "address": address, "on": None}


def _meter(address: str) -> Widget:
    return _words(address.removeprefix(f"{ROOT}/"), address, {"decimals": 1})


def _words(name: str, address: str, more: Mapping[str, object]) -> Widget:
    return {"type": "text", "id": name, "address": address or "auto", "height": _TEXT_HEIGHT, **more}


def _files() -> dict[str, bytes]:
    return {"metamaster.json": f"{json.dumps(layout(), indent=1)}\n".encode()}


OPEN_STAGE_CONTROL = Kit(
    "open-stage-control", "Open Stage Control", "a layout of every control, the meters and the commands", _files
)
