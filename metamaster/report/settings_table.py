"""All controls of the chain, made from the table of parameters."""

from metamaster.chain.parameters import PARAMETERS, STAGE_TITLES, STAGES, Parameter
from metamaster.chain.settings import Settings
from metamaster.chain.uncertainty import Uncertainty
from metamaster.report.markup import Markup, join, tag
from metamaster.report.numbers import decimal, two_digits
from metamaster.report.table import folded

_HEAD = ("Control", "Value", "Default", "Range", "What it is")
_HEAD_WITH_DEVIATION = ("Control", "Value", "±", *_HEAD[2:])


def settings_table(settings: Settings, uncertainty: Uncertainty | None) -> Markup:
    """Every parameter with its value and how sure it is, folded away; those that were moved are bold and have a dot."""
    heads = _HEAD if uncertainty is None else _HEAD_WITH_DEVIATION
    bodies = (_stage(stage, settings, uncertainty) for stage in STAGES)
    head = tag("thead", tag("tr", *(tag("th", cell, scope="col") for cell in heads)))
    table = tag("table", tag("caption", _legend(uncertainty)), head, *bodies, class_="settings")
    moved = sum(_moved(entry, settings[entry.name]) for entry in PARAMETERS)
    controls = folded(
        f"All {len(PARAMETERS)} controls ({moved} moved)", tag("div", table, class_="scroll", tabindex="0")
    )
    return join(_certainty(uncertainty), controls) if uncertainty is not None else controls


def _legend(uncertainty: Uncertainty | None) -> str:
    moved = "Values in physical units; ● marks what was moved from its default"
    return f"{moved}." if uncertainty is None else f"{moved}, ○ what the reference does not determine."


def _certainty(uncertainty: Uncertainty) -> Markup:
    found, open_ = len(uncertainty.deviation), len(uncertainty.undetermined)
    if open_ == 0:
        known = f"The reference determines all of the {found} controls that were adapted."
    else:
        them = "it" if open_ == 1 else "them"
        known = (
            f"Of the {found} controls that were adapted, the reference does not determine {open_}: "
            f"hardly more is known of {them} than before it was heard."
        )
    return tag("p", f"± is one standard deviation of what was found. {known}", class_="certainty")


def _stage(stage: str, settings: Settings, uncertainty: Uncertainty | None) -> Markup:
    columns = len(_HEAD if uncertainty is None else _HEAD_WITH_DEVIATION)
    title = tag("tr", tag("th", STAGE_TITLES[stage], colspan=columns, scope="rowgroup"))
    rows = (_row(entry, settings[entry.name], uncertainty) for entry in PARAMETERS if entry.stage == stage)
    return tag("tbody", title, *rows)


def _row(entry: Parameter, value: float, uncertainty: Uncertainty | None) -> Markup:
    sure = () if uncertainty is None else (_deviation(entry, uncertainty),)
    cells = (_value(entry, entry.default), f"{_short(entry.low)} to {_short(entry.high)}", entry.about)
    return tag(
        "tr",
        tag("th", tag("code", entry.name), scope="row"),
        tag("td", _value(entry, value)),
        *sure,
        *(tag("td", cell) for cell in cells),
        class_="moved" if _moved(entry, value) else None,
    )


def _deviation(entry: Parameter, uncertainty: Uncertainty) -> Markup:
    if entry.name not in uncertainty.deviation:
        return tag("td", class_="sure")
    text = f"{two_digits(uncertainty.deviation[entry.name])} {entry.unit if entry.unit != ':1' else ''}".rstrip()
    return tag("td", text, class_="sure open" if entry.name in uncertainty.undetermined else "sure")


def _moved(entry: Parameter, value: float) -> bool:
    return _value(entry, value) != _value(entry, entry.default)


def _value(entry: Parameter, value: float) -> str:
    digits = 0 if entry.unit == "Hz" and value >= 100 else 1 if entry.unit in ("dB", "dBTP", "Hz", "ms") else 2
    number = decimal(value, digits)
    return f"{number}{entry.unit}" if entry.unit.startswith(":") else f"{number} {entry.unit}".rstrip()


def _short(value: float) -> str:
    return f"{value:g}".replace("-", "\u2212")
