"""The tree of addresses as OSCQuery describes it, made from the addresses that the OSC service answers.

A control is a leaf: its forms (``/norm``, ``/str``) and what else lies below it can be asked for by their paths, but
are not listed, since most clients take a node either for a value or for a folder.
"""

from collections.abc import Mapping
from typing import Any

from bridge.osc.control_routes import NORM, TEXT, address_of, forms_of
from bridge.osc.feedback import Arguments
from bridge.osc.genre_routes import GENRES
from bridge.osc.routes import Command, Property, Routes
from bridge.session.controls import CONTROLS, GENRE, Control

Node = dict[str, Any]

UNITS: Mapping[str, str] = {"dB": "gain.db", "Hz": "time.hz", "ms": "time.ms"}
"""The proposal's names of units; other units are named as they are."""
NO_VALUE, READ, WRITE = 0, 1, 2


class Tree:
    """Describes addresses; values are read when they are asked for."""

    def __init__(self, routes: Routes) -> None:
        self._routes = routes
        self._controls = {
            address_of(control, form): control for control in CONTROLS.values() for form in forms_of(control)
        }
        self._below: dict[str, list[str]] = {"/": []}
        for address in (*routes.properties, *routes.commands):
            self._place(address)

    def __contains__(self, path: str) -> bool:
        return path in self._below

    def node(self, path: str) -> Node:
        """All that is known of a path and of what lies below it; raises KeyError where there is no such path."""
        node = self.attributes(path)
        below = [] if path in self._controls else self._below[path]
        if below:
            node["CONTENTS"] = {one.rpartition("/")[2]: self.node(one) for one in below}
        return node

    def attributes(self, path: str) -> Node:
        """What is known of a path itself; raises KeyError where there is no such path."""
        if path not in self._below:
            raise KeyError(path)
        if path in self._routes.properties:
            return {"FULL_PATH": path, **self._property(self._routes.properties[path])}
        if path in self._routes.commands:
            return {"FULL_PATH": path, **_command(self._routes.commands[path])}
        return {"FULL_PATH": path, "ACCESS": NO_VALUE}

    def _property(self, entry: Property) -> Node:
        current = entry.current()
        node: Node = {
            "DESCRIPTION": entry.about,
            "ACCESS": (READ if current is not None else 0) | (WRITE if entry.change else 0),
        }
        if current is not None:
            node |= {"TYPE": type_tags(current), "VALUE": list(current)}
        control = self._controls.get(entry.address)
        if control is None:
            return node
        if control.name == GENRE:
            return node | {"RANGE": [{"VALS": ["", *(self._routes.properties[GENRES].current() or ())]}]}
        return node | _ranged(control, entry.address)

    def _place(self, address: str) -> None:
        if address in self._below:
            return
        parent = address.rpartition("/")[0] or "/"
        self._place(parent)
        self._below[parent].append(address)
        self._below[address] = []


def type_tags(values: Arguments) -> str:
    """The OSC type tags of values as the bridge sends them."""
    return "".join("s" if isinstance(one, str) else "i" if isinstance(one, int) else "f" for one in values)


def _ranged(control: Control, address: str) -> Node:
    if control.kind == "text" or address == address_of(control, TEXT):
        return {}
    if address == address_of(control, NORM):
        return {"RANGE": [{"MIN": 0.0, "MAX": 1.0}]}
    if control.kind == "toggle":
        return {"RANGE": [{"MIN": 0, "MAX": 1}]}
    if control.kind == "choice":
        names = ", ".join(f"{index} is {name}" for index, name in enumerate(control.choices))
        allowed = list(range(len(control.choices)))
        return {"RANGE": [{"MIN": 0, "MAX": allowed[-1], "VALS": allowed}], "DESCRIPTION": f"{control.about}: {names}"}
    node: Node = {"RANGE": [{"MIN": control.low, "MAX": control.high}]}
    return node | {"UNIT": [UNITS.get(control.unit, control.unit)]} if control.unit else node


def _command(command: Command) -> Node:
    if command.takes == "nothing":
        # N is a button to press.
        return {"DESCRIPTION": command.about, "ACCESS": WRITE, "TYPE": "N"}
    return {"DESCRIPTION": f"{command.about}; takes {command.takes}", "ACCESS": WRITE}
