"""Patches for Pure Data (vanilla, 0.51 or later): one talks to the bridge, one has a slider for every control."""

from bridge.daws.commands import BUTTONS
from bridge.daws.groups import Group, groups, label_of, surface_controls
from bridge.daws.kit import Kit
from bridge.daws.pure_data.patch import Patch
from bridge.daws.pure_data.tree import put_routes, tree_of
from bridge.osc.control_routes import address_of
from bridge.osc.meter_feed import METERS, NAMES
from bridge.osc.routes import ROOT
from bridge.session.controls import Control

_OUT, _TOLD = "metamaster-out", "metamaster-told"
_ROW, _METERS_PER_SECOND = 24, 10


def bridge_patch() -> Patch:
    """``metamaster-bridge.pd``: every control under its OSC address, as a name to send to.

    ``[s /metamaster/limiter/ceiling_db]`` sets; ``[r /metamaster/limiter/ceiling_db/shown]`` gives what it is now.
    """
    patch = Patch()
    patch.text(20, 10, "[metamaster-bridge HOST PORT] talks to metamaster bridge")
    patch.inside(20, 50, _line())
    patch.inside(20, 80, _sent())
    patch.inside(20, 110, _told())
    return patch


def _line() -> Patch:
    patch = Patch(name="line")
    loaded = patch.obj(20, 20, "loadbang")
    order = patch.obj(20, 50, "t b b")
    connect = patch.msg(120, 80, "connect \\$1 \\$2")
    where = patch.obj(120, 50, "list append \\$1 \\$2")
    net = patch.obj(20, 200, "netsend -u -b")
    listen = patch.obj(20, 110, _format(f"{ROOT}/start_listen"))
    rate = patch.msg(300, 80, str(_METERS_PER_SECOND))
    meters = patch.obj(300, 110, _format(f"{METERS}/start_listen"))
    prepend, trim = patch.obj(20, 140, "list prepend send"), patch.obj(20, 170, "list trim")
    parse, told = patch.obj(80, 230, "oscparse"), patch.obj(80, 260, "list trim")
    patch.cord(loaded, order)
    patch.cord(order, where, 1)
    patch.cord(where, connect)
    patch.cord(connect, net)
    for source in (order, patch.obj(20, 80, f"r {ROOT}/start_listen")):
        patch.cord(source, listen)
        patch.cord(source, rate)
    patch.cord(rate, meters)
    for source in (listen, meters, patch.obj(140, 110, f"r {_OUT}")):
        patch.cord(source, prepend)
    patch.cord(prepend, trim)
    patch.cord(trim, net)
    patch.cord(net, parse, 1)
    patch.cord(parse, told)
    patch.cord(told, patch.obj(80, 290, f"s {_TOLD}"))
    return patch


def _sent() -> Patch:
    patch = Patch(name="sent")
    addresses = [address_of(control) for control in surface_controls()]
    for row, address in enumerate((*addresses, *(one.address for one in BUTTONS))):
        y = 20 + row * _ROW
        received, form = patch.obj(20, y, f"r {address}"), patch.obj(360, y, _format(address))
        patch.cord(received, form)
        patch.cord(form, patch.obj(740, y, f"s {_OUT}"))
        if address in addresses:
            patch.cord(received, patch.obj(860, y, f"s {address}/shown"))
    return patch


def _told() -> Patch:
    patch = Patch(name="told")
    shown = (*(address_of(control) for control in surface_controls()), *(f"{METERS}/{name}" for name in NAMES))
    put_routes(patch, tree_of(shown), (patch.obj(20, 20, f"r {_TOLD}"), 0))
    return patch


def _format(address: str) -> str:
    return f"oscformat {' '.join(address.strip('/').split('/'))}"


def surface_patch() -> Patch:
    """``metamaster.pd``: what a person opens."""
    patch = Patch(width=560, height=420)
    patch.obj(20, 20, "metamaster-bridge localhost 7770")
    patch.bang(20, 60, f"{ROOT}/start_listen", "Listen again")
    for row, one in enumerate(BUTTONS, start=1):
        patch.bang(20, 60 + row * 30, one.address, one.label)
    for row, name in enumerate(NAMES):
        patch.number(200, 60 + row * 30, f"{METERS}/{name}/shown")
        patch.text(280, 60 + row * 30, name.replace("_", " "))
    for row, group in enumerate(groups()):
        patch.inside(20 + 180 * (row % 3), 270 + 30 * (row // 3), _group(group))
    return patch


def _group(group: Group) -> Patch:
    patch = Patch(width=620, height=60 + len(group.controls) * _ROW, name=group.title.replace(" ", "_"))
    for row, control in enumerate(group.controls):
        y = 20 + row * _ROW
        _put(patch, control, y)
        patch.number(300, y, f"{address_of(control)}/shown")
    return patch


def _put(patch: Patch, control: Control, y: int) -> None:
    address = address_of(control)
    names = (address, f"{address}/in", f"{label_of(control)} {control.unit}".strip())
    if control.kind == "toggle":
        patch.toggle(20, y, names)
    elif control.kind == "choice":
        patch.radio(20, y, len(control.choices), names)
    else:
        patch.slider(20, y, (control.low, control.high), control.scale == "log", names)


def _files() -> dict[str, bytes]:
    return {"metamaster.pd": surface_patch().file(), "metamaster-bridge.pd": bridge_patch().file()}


PURE_DATA = Kit("pure-data", "Pure Data", "a patch with every control, the meters and the commands", _files)
