"""The colours of the report against WCAG 2.2: 4.5:1 for text, 3:1 for lines that carry meaning."""

import pytest

from metamaster.report.palette import DARK, LIGHT, Palette

TEXT = [("ink", "page"), ("ink", "card"), ("soft", "page"), ("soft", "card"), ("ink", "notice")]
LINES = [(line, "card") for line in ("mix", "master", "reference", "target")]


def palettes() -> dict[str, Palette]:
    return {"light": LIGHT, "dark": DARK}


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "paper"), TEXT)
def test_text_stands_out(scheme: str, ink: str, paper: str) -> None:
    colours = palettes()[scheme]
    assert contrast(colours[ink], colours[paper]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "paper"), LINES)
def test_lines_stand_out(scheme: str, ink: str, paper: str) -> None:
    colours = palettes()[scheme]
    assert contrast(colours[ink], colours[paper]) >= 3.0
