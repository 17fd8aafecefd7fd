"""A layout for TouchOSC: a page for each group of controls, and one for commands and meters."""

from bridge.daws.commands import BUTTONS
from bridge.daws.groups import Group, groups, label_of
from bridge.daws.kit import Kit
from bridge.daws.touchosc.document import Argument, Message, Node, packed
from bridge.osc.control_routes import NORM, PLAIN, TEXT, address_of
from bridge.osc.meter_feed import METERS, NAMES
from bridge.osc.routes import ROOT
from bridge.session.controls import Control

RECEIVE_PORT = 9000
"""TouchOSC's usual one; the layout has the bridge answer there."""

_WIDTH, _HEIGHT, _TAB = 1024, 768, 40
_COLUMNS, _ROWS, _MARGIN = 3, 9, 6
_CELL_WIDTH, _CELL_HEIGHT = _WIDTH // _COLUMNS, (_HEIGHT - _TAB) // _ROWS
_LABEL_HEIGHT = 26
_EAST, _TOGGLE_ON_PRESS = 1, 2
_PORT = Argument("INTEGER", str(RECEIVE_PORT))
_X_FLOAT, _X_INTEGER = Argument("FLOAT", "x", of_value=True), Argument("INTEGER", "x", of_value=True)


def layout() -> Node:
    """The whole document."""
    pages = (_home(), *(_page(group) for group in groups()))
    pager = Node("PAGER", "pages", (0, 0, _WIDTH, _HEIGHT), {"tabbarSize": _TAB}, {"page": "0"}, children=pages)
    return Node("GROUP", "metamaster", (0, 0, _WIDTH, _HEIGHT), children=(pager,))


def _page(group: Group) -> Node:
    cells = (node for index, control in enumerate(group.controls) for node in _cell(control, index))
    return _group(group.title, tuple(cells))


def _group(title: str, children: tuple[Node, ...]) -> Node:
    return Node("GROUP", title, (0, _TAB, _WIDTH, _HEIGHT - _TAB), {"tabLabel": title}, children=children)


def _cell(control: Control, index: int) -> tuple[Node, ...]:
    x, y = _corner(index)
    half = (_CELL_WIDTH - 2 * _MARGIN) // 2
    text = Message(address_of(control, TEXT), (Argument("STRING", "text", of_value=True),), "text", send=False)
    return (
        _label(f"{control.name} label", (x, y, half, _LABEL_HEIGHT), label_of(control)),
        _label(f"{control.name} text", (x + half, y, half, _LABEL_HEIGHT), "", (text,)),
        _control(control, (x, y + _LABEL_HEIGHT, 2 * half, _CELL_HEIGHT - _LABEL_HEIGHT - 2 * _MARGIN)),
    )


def _control(control: Control, frame: tuple[int, int, int, int]) -> Node:
    at_start = {"x": "0"}
    if control.kind == "choice":
        message = Message(address_of(control, PLAIN), (_X_INTEGER,))
        steps = {"steps": len(control.choices), "orientation": _EAST}
        return Node("RADIO", control.name, frame, steps, at_start, (message,))
    message = Message(address_of(control, NORM), (_X_FLOAT,))
    if control.kind == "toggle":
        return Node("BUTTON", control.name, frame, {"buttonType": _TOGGLE_ON_PRESS}, at_start, (message,))
    return Node("FADER", control.name, frame, {"orientation": _EAST}, at_start, (message,))


def _home() -> Node:
    listen = tuple(
        _command(f"{ROOT}/start_listen", Argument("STRING", form), _PORT) for form in ("plain", "norm", "str")
    )
    meters = _command(f"{METERS}/start_listen", Argument("FLOAT", "20"), _PORT)
    buttons = [("Listen", (*listen, meters)), *((one.label, (_command(one.address),)) for one in BUTTONS)]
    nodes = [node for index, (label, messages) in enumerate(buttons) for node in _button(label, messages, index)]
    for index, name in enumerate(NAMES):
        x, y = _corner(index + _COLUMNS * 3)
        message = Message(f"{METERS}/{name}", (Argument("STRING", "text", of_value=True),), "text", send=False)
        nodes.append(_label(f"{name} label", (x, y, 200, _LABEL_HEIGHT), name.replace("_", " ")))
        nodes.append(_label(name, (x + 200, y, 120, _LABEL_HEIGHT), "", (message,)))
    return _group("Home", tuple(nodes))


def _button(label: str, messages: tuple[Message, ...], index: int) -> tuple[Node, ...]:
    x, y = _corner(index)
    width, height = _CELL_WIDTH - 2 * _MARGIN, _CELL_HEIGHT - _LABEL_HEIGHT - 2 * _MARGIN
    return (
        _label(f"{label} label", (x, y, width, _LABEL_HEIGHT), label),
        Node("BUTTON", label, (x, y + _LABEL_HEIGHT, width, height), values={"x": "0"}, messages=messages),
    )


def _command(address: str, *arguments: Argument) -> Message:
    return Message(address, arguments, on_rise=True, receive=False)


def _label(name: str, frame: tuple[int, int, int, int], text: str, messages: tuple[Message, ...] = ()) -> Node:
    return Node("LABEL", name, frame, {"textSize": 14}, {"text": text}, messages)


def _corner(index: int) -> tuple[int, int]:
    row, column = divmod(index, _COLUMNS)
    return _MARGIN + column * _CELL_WIDTH, _MARGIN + row * _CELL_HEIGHT


def _files() -> dict[str, bytes]:
    return {"metamaster.tosc": packed(layout())}


TOUCHOSC = Kit("touchosc", "TouchOSC", "a layout of every control, the meters and the commands", _files)
