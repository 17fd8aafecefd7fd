"""A chart as it stands on the page: heading, legend, drawing for wide and narrow screens, and its figures."""

from collections.abc import Callable
from dataclasses import dataclass

from metamaster.report.charts.panel import Size, segment
from metamaster.report.markup import Markup, tag
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
            tag("figcaption", tag("h3", self.title), tag("p", self.note), _legend(self.legend)),
            self.draw(f"{self.key}-wide", wide),
            self.draw(f"{self.key}-narrow", narrow),
            folded("Figures", self.table.markup(), class_="figures"),
            class_="full" if self.full else "half",
            id=self.key,
        )


def _legend(entries: tuple[tuple[str, str], ...]) -> Markup:
    if not entries:
        return Markup("")
    return tag("ul", *(tag("li", _swatch(class_), label) for class_, label in entries), class_="legend")


def _swatch(class_: str) -> Markup:
    if class_.startswith("area"):
        mark = tag("rect", x=0, y=1, width=26, height=10, class_=class_)
    elif class_.startswith("dot"):
        mark = tag("circle", cx=13, cy=6, r=4, class_=class_)
    else:
        mark = segment(0, 6, 26, 6, class_)
    return tag("svg", mark, viewBox="0 0 26 12", class_="swatch", aria_hidden="true", focusable="false")
