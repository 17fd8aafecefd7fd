"""All controls of the chain, made from the table of parameters."""

from metamaster.chain.parameters import PARAMETERS, STAGES, Parameter
from metamaster.chain.settings import Settings
from metamaster.report.markup import Markup, tag
from metamaster.report.numbers import decimal
from metamaster.report.table import folded

_HEAD = ("Control", "Value", "Default", "Range", "What it is")
_TITLES = {
    "trim": "Trim",
    "eq": "Equaliser",
    "multiband": "Multiband dynamics",
    "saturation": "Saturation",
    "image": "Stereo image",
    "limiter": "Limiter",
}


def settings_table(settings: Settings) -> Markup:
    """Every parameter with its value, folded away; those that were moved are bold and marked with a dot."""
    bodies = (_stage(stage, settings) for stage in STAGES)
    head = tag("thead", tag("tr", *(tag("th", cell, scope="col") for cell in _HEAD)))
    caption = tag("caption", "Values in physical units; ● marks what was moved from its default.")
    table = tag("div", tag("table", caption, head, *bodies, class_="settings"), class_="scroll", tabindex="0")
    moved = sum(_moved(entry, settings[entry.name]) for entry in PARAMETERS)
    return folded(f"All {len(PARAMETERS)} controls ({moved} moved)", table)


def _stage(stage: str, settings: Settings) -> Markup:
    title = tag("tr", tag("th", _TITLES.get(stage, stage.capitalize()), colspan=len(_HEAD), scope="rowgroup"))
    rows = (_row(entry, settings[entry.name]) for entry in PARAMETERS if entry.stage == stage)
    return tag("tbody", title, *rows)


def _row(entry: Parameter, value: float) -> Markup:
    moved = _moved(entry, value)
    cells = (_value(entry, value), _value(entry, entry.default), f"{_short(entry.low)} to {_short(entry.high)}")
    name = tag("th", tag("code", entry.name), scope="row")
    return tag(
        "tr", name, *(tag("td", cell) for cell in cells), tag("td", entry.about), class_="moved" if moved else None
    )


def _moved(entry: Parameter, value: float) -> bool:
    return _value(entry, value) != _value(entry, entry.default)


def _value(entry: Parameter, value: float) -> str:
    digits = 0 if entry.unit == "Hz" and value >= 100 else 1 if entry.unit in ("dB", "dBTP", "Hz", "ms") else 2
    number = decimal(value, digits)
    return f"{number}{entry.unit}" if entry.unit.startswith(":") else f"{number} {entry.unit}".rstrip()


def _short(value: float) -> str:
    return f"{value:g}".replace("-", "\u2212")
