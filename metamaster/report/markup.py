"""HTML and SVG as strings that are escaped unless they were built here."""

import re
from html import escape

_NUMBER_AND_UNIT = re.compile(r"(?<=\d) (?=(?:%|dB|dBTP|Hz|kHz|LUFS|LU|ms|s|min)\b|%)")
_VOID = frozenset({"meta", "link", "br"})
_Attribute = str | int | float | bool | None


class Markup(str):
    """Text that is markup already: it goes into the page as it is, where plain text is escaped."""

    __slots__ = ()


def tag(name: str, /, *children: str, **attributes: _Attribute) -> Markup:
    """One element: children that are plain text are escaped, attributes always are.

    ``class_`` is written ``class`` and ``data_x`` ``data-x``; a number keeps two digits; True is written without a
    value, None and False not at all.
    """
    opening = name + "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID:
        return Markup(f"<{opening}>")
    return Markup(f"<{opening}>{join(*children)}</{name}>")


def join(*children: str) -> Markup:
    """Pieces one after another, plain text escaped."""
    return Markup("".join(child if isinstance(child, Markup) else escape(child) for child in children))


def unbroken(text: str) -> str:
    """Text whose numbers stay on one line with their units."""
    return _NUMBER_AND_UNIT.sub("\u00a0", text).replace("make-up", "make\u2011up")


def compact(value: float) -> str:
    """A coordinate with at most two digits, as short as it goes."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _attribute(key: str, value: _Attribute) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    if value is True:
        return f' {name}=""'
    text = value if isinstance(value, str) else compact(float(value))
    return f' {name}="{escape(text)}"'
