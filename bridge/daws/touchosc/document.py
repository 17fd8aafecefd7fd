"""The format of TouchOSC's layouts (.tosc): XML in a zlib stream, as its release 1.3 and later read it.

What the nodes hold was taken from layouts that its editor wrote. Everything is an element: a node's geometry is the
property ``frame``, its OSC messages are put together of ``partial`` elements.
"""

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

Frame = tuple[int, int, int, int]
"""x, y, width and height in the canvas's points."""
Property = bool | int | float | str | Frame

_VERSION = "6"
_EVERY_CONNECTION = "1" * 10


@dataclass(frozen=True)
class Argument:
    """A constant, or with ``of_value`` the node's own value of that name."""

    conversion: str
    what: str
    of_value: bool = False


@dataclass(frozen=True)
class Message:
    """An OSC message: sent when ``trigger`` changes (or rises), and listened to."""

    address: str
    arguments: tuple[Argument, ...] = ()
    trigger: str = "x"
    on_rise: bool = False
    send: bool = True
    receive: bool = True


@dataclass(frozen=True)
class Node:
    """A control, or a group of them; ``values`` are what it begins with."""

    kind: str
    name: str
    frame: Frame
    properties: Mapping[str, Property] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    messages: tuple[Message, ...] = ()
    children: tuple["Node", ...] = ()


def packed(root: Node) -> bytes:
    """The layout as a file; the same nodes give the same bytes."""
    document = Element("lexml", version=_VERSION)
    _put_node(document, root, "")
    return zlib.compress(tostring(document, "utf-8", xml_declaration=True), 9)


def _put_node(parent: Element, node: Node, path: str) -> None:
    path = f"{path}/{node.name}"
    element = SubElement(parent, "node", ID=str(uuid5(NAMESPACE_URL, path)), type=node.kind)
    if not path.count("/") > 1:
        SubElement(element, "includes")
    properties = SubElement(element, "properties")
    for key, value in {"name": node.name, "frame": node.frame, **node.properties}.items():
        _put_property(properties, key, value)
    values = SubElement(element, "values")
    for key, text in {**node.values, "touch": "false"}.items():
        # A label that no message writes keeps its text only if that is locked to the default.
        fixed = key == "text" and not node.messages
        _put_all(
            SubElement(values, "value"),
            {"key": key, "locked": "0", "lockedDefaultCurrent": str(int(fixed)), "default": text, "defaultPull": "0"},
        )
    messages = SubElement(element, "messages")
    for message in node.messages:
        _put_message(messages, message)
    if node.children:
        children = SubElement(element, "children")
        for child in node.children:
            _put_node(children, child, path)


def _put_property(parent: Element, key: str, value: Property) -> None:
    kind, text = _kind(value), ""
    if not isinstance(value, tuple):
        text = str(int(value)) if isinstance(value, bool) else str(value)
    element = SubElement(parent, "property", type=kind)
    _put_all(element, {"key": key})
    holder = SubElement(element, "value")
    holder.text = text or None
    if isinstance(value, tuple):
        _put_all(holder, dict(zip("xywh", map(str, value), strict=True)))


def _kind(value: Property) -> str:
    # A bool is an int to Python, so it comes first.
    kinds = ((bool, "b"), (int, "i"), (float, "f"), (str, "s"), (tuple, "r"))
    return next(kind for of, kind in kinds if isinstance(value, of))


def _put_message(parent: Element, message: Message) -> None:
    osc = SubElement(parent, "osc")
    _put_all(
        osc,
        {
            "enabled": "1",
            "send": str(int(message.send)),
            "receive": str(int(message.receive)),
            "feedback": "0",
            "noDuplicates": "0",
            "connections": _EVERY_CONNECTION,
        },
    )
    trigger = SubElement(SubElement(osc, "triggers"), "trigger")
    _put_all(trigger, {"var": message.trigger, "condition": "RISE" if message.on_rise else "ANY"})
    _put_partials(SubElement(osc, "path"), [Argument("STRING", message.address)])
    _put_partials(SubElement(osc, "arguments"), message.arguments)


def _put_partials(parent: Element, arguments: Iterable[Argument]) -> None:
    for argument in arguments:
        _put_all(
            SubElement(parent, "partial"),
            {
                "type": "VALUE" if argument.of_value else "CONSTANT",
                "conversion": argument.conversion,
                "value": argument.what,
                "scaleMin": "0",
                "scaleMax": "1",
            },
        )


def _put_all(parent: Element, texts: Mapping[str, str]) -> None:
    for tag, text in texts.items():
        SubElement(parent, tag).text = text
