"""A chart as it stands on the page: heading, legend, drawing for wide and narrow screens, and its figures."""

from collections.abc import Callable
from dataclasses import dataclass

from metamaster.report.charts.panel import Size, segment
from metamaster.report.markup import Markup, tag, unbroken
from metamaster.report.table import Table, folded

FULL_WIDTH = 1064.0
HALF_WIDTH = 520.0
NARROW_WIDTH = 400.0

Draw = Callable[[str, Size], Markup]


@dataclass(frozen=True)
class Figure:
    """One chart. ``key`` is unique on the page; ``note`` says how to read it; ``draw`` is given a key and a size.

    ``legend`` pairs the class of a line with what it stands for. ``heights`` are for wide and narrow screens.
    """

    key: str
    title: str
    note: str
    legend: tuple[tuple[str, str], ...]
    draw: Draw
    table: Table
    full: bool = False
    heights: tuple[float, float] = (300.0, 280.0)

    def markup(self) -> Markup:
        """The figure, drawn twice: style sheets show the drawing that suits the screen."""
        wide = Size(FULL_WIDTH if self.full else HALF_WIDTH, self.heights[0])
        narrow = Size(NARROW_WIDTH, self.heights[1], narrow=True)
        return tag(
            "figure",
            tag("figcaption", tag("h3", self.title), tag("p", unbroken(self.note)), _legend(self.legend)),
            self.draw(f"{self.key}-wide", wide),
            self.draw(f"{self.key}-narrow", narrow),
            folded("As a table", self.table.markup(), class_="figures"),
            class_="full" if self.full else "half",
            id=self.key,
        )


def _legend(entries: tuple[tuple[str, str], ...]) -> Markup:
    if not entries:
        return Markup("")
    return tag("ul", *(tag("li", _swatch(class_), label) for class_, label in entries), class_="legend")


def _swatch(class_: str) -> Markup:
    line = segment(0.0, 6.0, 26.0, 6.0, class_)
    return tag("svg", line, viewBox="0 0 26 12", class_="swatch", aria_hidden="true", focusable="false")
