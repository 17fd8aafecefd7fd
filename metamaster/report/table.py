"""Tables: plain ones, and the one that compares before, after and target."""

from collections.abc import Sequence
from dataclasses import dataclass

from metamaster.report.markup import Markup, tag, unbroken


@dataclass(frozen=True)
class Table:
    """Column heads and rows of text; the first cell of each row names it, the others are figures."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def markup(self) -> Markup:
        """The table in a box that scrolls by itself where the screen is too narrow."""
        head = tag("tr", *(tag("th", cell, scope="col") for cell in self.head))
        body = (tag("tr", tag("th", row[0], scope="row"), *(tag("td", cell) for cell in row[1:])) for row in self.rows)
        table = tag("table", tag("caption", self.caption), tag("thead", head), tag("tbody", *body))
        return tag("div", table, class_="scroll", tabindex="0", role="region", aria_label=self.caption)


def folded(summary: str, *content: str, class_: str = "") -> Markup:
    """Content that is shown on demand, without any script."""
    return tag("details", tag("summary", summary), *content, class_=class_ or None)


def listed(items: Sequence[str], class_: str, ordered: bool = False) -> Markup:
    """A list of sentences."""
    return tag("ol" if ordered else "ul", *(tag("li", unbroken(item)) for item in items), class_=class_)


def described(pairs: Sequence[tuple[str, str]], class_: str) -> Markup:
    """A list of terms and what they are."""
    return tag("dl", *(tag("div", tag("dt", term), tag("dd", value)) for term, value in pairs), class_=class_)
