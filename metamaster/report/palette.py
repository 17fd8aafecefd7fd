"""The colours of everything that is shown in a browser, light and dark; tests hold their contrast to WCAG 2.2."""

from collections.abc import Mapping
from types import MappingProxyType

Palette = Mapping[str, str]

LIGHT: Palette = MappingProxyType(
    {
        "page": "#f6f6f3",
        "card": "#ffffff",
        "well": "#f6f6f3",
        "ink": "#1b1d21",
        "soft": "#5a5f68",
        "rule": "#dcdcd6",
        "grid": "#e9e9e4",
        "axis": "#8b8d8a",
        "mix": "#767b84",
        "master": "#0b63a8",
        "reference": "#b4560f",
        "target": "#7a3e9d",
        "fill": "#0b63a81f",
        "shade": "#0b63a814",
        "target-fill": "#7a3e9d17",
        "on-accent": "#ffffff",
        "bad": "#b3261e",
        "good": "#2e7d43",
        "notice": "#fbf3df",
        "notice-rule": "#c08a1e",
    }
)
DARK: Palette = MappingProxyType(
    {
        "page": "#131417",
        "card": "#1b1d21",
        "well": "#15171a",
        "ink": "#ecedee",
        "soft": "#a6abb4",
        "rule": "#33363c",
        "grid": "#292c31",
        "axis": "#63676f",
        "mix": "#9aa0aa",
        "master": "#62b3f5",
        "reference": "#f0a15a",
        "target": "#cf9df0",
        "fill": "#62b3f526",
        "shade": "#62b3f51a",
        "target-fill": "#cf9df01f",
        "on-accent": "#10161c",
        "bad": "#ff8f7f",
        "good": "#7fca8f",
        "notice": "#2a2415",
        "notice-rule": "#d7a53c",
    }
)


def as_the_system_has_it() -> str:
    """The palette as CSS, light unless the system is dark."""
    return f"{_rule(':root', LIGHT)}@media (prefers-color-scheme: dark) {{\n{_rule(':root', DARK)}}}\n"


def as_chosen() -> str:
    """The palette as CSS, dark unless the page says ``data-theme="light"``."""
    return _rule(":root", DARK) + _rule(':root[data-theme="light"]', LIGHT)


def _rule(selector: str, palette: Palette) -> str:
    return f"{selector} {{\n" + "".join(f"  --{name}: {colour};\n" for name, colour in palette.items()) + "}\n"
