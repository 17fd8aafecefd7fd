"""The controls as kits show them: in groups, each with a name that fits where it stands."""

from dataclasses import dataclass

from bridge.osc.control_routes import NORM, PLAIN, address_of
from bridge.session.controls import CONTROLS, Control

_TITLES = {
    "eq": "Equaliser",
    "multiband": "Multiband compressor",
    "limiter": "Limiter",
    "image": "Stereo image",
    "saturation": "Saturation",
    "trim": "Trim",
    "amounts": "Amounts",
    "delivery": "Delivery",
}
_ALONE = "Session"


@dataclass(frozen=True)
class Group:
    """Controls that belong together."""

    title: str
    controls: tuple[Control, ...]


def group_of(control: Control) -> str:
    """The title of the group that a control belongs to."""
    first, dot, _ = control.name.partition(".")
    return _TITLES.get(first, first.capitalize()) if dot else _ALONE


def label_of(control: Control) -> str:
    """The control's name within its group: ``mid bell_1 gain_db``."""
    _, dot, rest = control.name.partition(".")
    return (rest if dot else control.name).replace(".", " ")


def surface_controls() -> tuple[Control, ...]:
    """All that knobs and buttons can stand for: every control but text."""
    return tuple(control for control in CONTROLS.values() if control.kind != "text")


def groups() -> tuple[Group, ...]:
    """The surface's controls by group, in the order of the registry."""
    found: dict[str, list[Control]] = {}
    for control in surface_controls():
        found.setdefault(group_of(control), []).append(control)
    return tuple(Group(title, tuple(controls)) for title, controls in found.items())


def as_table() -> list[dict[str, object]]:
    """What scripts in other languages need to know of each of the surface's controls."""
    return [
        {
            "name": control.name,
            "group": group_of(control),
            "label": label_of(control),
            "kind": control.kind,
            "address": address_of(control, PLAIN),
            "norm": address_of(control, NORM),
            "low": control.low,
            "high": control.high,
            "default": control.default,
            "unit": control.unit,
            "scale": control.scale,
            "choices": list(control.choices),
        }
        for control in surface_controls()
    ]
