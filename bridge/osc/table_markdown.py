"""``python -m bridge.osc.table_markdown``: writes the table of addresses into docs/osc.md."""

import re
from collections.abc import Iterator
from pathlib import Path

from bridge.desk import Desk
from bridge.osc.control_routes import ADDRESSES, address_of
from bridge.osc.routes import Command, Property, Routes
from bridge.osc.service import OscOptions, OscService
from bridge.roots import Roots
from bridge.session.controls import CONTROLS, Control
from bridge.session.presets import PresetFolder
from bridge.session.scale import described, to_text
from bridge.session.session import Session
from metamaster.audio.atomic import atomic_text

PAGE = Path(__file__).resolve().parents[2] / "docs" / "osc.md"
_BETWEEN = re.compile(r"(?<=<!-- addresses -->\n).*(?=<!-- end -->)", re.DOTALL)


def addresses_markdown() -> str:
    """The tables: controls by group, other properties, commands."""
    routes = _routes()
    of_controls = {address for addresses in ADDRESSES.values() for address in addresses}
    gestures = {f"{address_of(one)}/{what}" for one in CONTROLS.values() for what in ("begin", "end")}
    properties = [entry for address, entry in routes.properties.items() if address not in of_controls]
    commands = [entry for address, entry in routes.commands.items() if address not in gestures]
    return "\n".join([*_controls(), *_properties(properties), *_commands(commands)])


def with_table(page: str) -> str:
    """The page with the tables as they are now."""
    return _BETWEEN.sub(lambda _: f"{addresses_markdown()}\n", page)


def _routes() -> Routes:
    nowhere = Path("/")
    return OscService(Desk(Session(), Roots((nowhere,)), PresetFolder(nowhere), nowhere), OscOptions()).routes


def _controls() -> Iterator[str]:
    yield "### Controls\n"
    yield "| address | takes | default | what it does |"
    yield "| --- | --- | --- | --- |"
    for control in CONTROLS.values():
        yield f"| `{address_of(control)}` | {described(control)} | {_default(control)} | {control.about} |"
    yield ""


def _default(control: Control) -> str:
    return to_text(control, control.default) or "(empty)"


def _properties(entries: list[Property]) -> Iterator[str]:
    yield "### Other properties\n"
    yield "| address | takes | what it is |"
    yield "| --- | --- | --- |"
    for entry in entries:
        takes = entry.takes if entry.change is not None else "(cannot be set)"
        yield f"| `{entry.address}` | {takes} | {entry.about} |"
    yield ""


def _commands(entries: list[Command]) -> Iterator[str]:
    yield "### Commands\n"
    yield "| address | takes | what it does |"
    yield "| --- | --- | --- |"
    for entry in entries:
        yield f"| `{entry.address}` | {entry.takes} | {entry.about} |"


if __name__ == "__main__":
    atomic_text(PAGE, with_table(PAGE.read_text(encoding="utf-8")), overwrite=True)
