"""The drawing kit of all charts: a panel with its grid, lines and areas, in SVG."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float64

from metamaster.report.charts.axes import FEW_FREQUENCIES_HZ, FREQUENCIES_HZ, Axis
from metamaster.report.markup import Markup, compact, join, tag
from metamaster.report.numbers import decimal

Values = Float64[np.ndarray, " points"]
_Cut = Float64[np.ndarray, " cut"]


@dataclass(frozen=True)
class Size:
    """A drawing's width and height in pixels; ``narrow`` ones, for small screens, carry fewer labels."""

    width: float
    height: float
    narrow: bool = False


@dataclass(frozen=True)
class Panel:
    """A rectangle with an axis each way; the y axis runs from its bottom to its top.

    ``x_unit`` and ``y_unit`` say how a reading is written: ``Hz``, ``s``, ``dB``, ….
    """

    x: Axis
    y: Axis
    x_unit: str
    y_unit: str

    def group(self, *children: str) -> Markup:
        """The panel's drawing, with what the cross-hair needs to read it."""
        scales = {
            "data_x": _scale(self.x, self.x_unit),
            "data_y": _scale(self.y, self.y_unit),
        }
        return tag("g", *children, class_="panel", **scales)


def _scale(axis: Axis, unit: str) -> str:
    ends = " ".join(f"{value:.6g}" for value in (axis.low, axis.high, axis.start, axis.end))
    return f"{ends} {'log' if axis.log else 'linear'} {unit}"


def picture(key: str, size: Size, title: str, description: str, *children: str) -> Markup:
    """A whole SVG with a title and a description for those who cannot see it; ``key`` is unique on the page."""
    return tag(
        "svg",
        tag("title", title, id=f"{key}-title"),
        tag("desc", description, id=f"{key}-desc"),
        *children,
        viewBox=f"0 0 {compact(size.width)} {compact(size.height)}",
        role="img",
        aria_labelledby=f"{key}-title {key}-desc",
        class_="narrow" if size.narrow else "wide",
    )


def text(x: float, y: float, content: str, class_: str = "tick", anchor: str = "start") -> Markup:
    """A piece of text with its base line at ``y``."""
    return tag("text", content, x=x, y=y, class_=class_, text_anchor=anchor)


def segment(x1: float, y1: float, x2: float, y2: float, class_: str) -> Markup:
    """A straight line."""
    return tag("path", d=f"M{compact(x1)} {compact(y1)}L{compact(x2)} {compact(y2)}", class_=class_)


def y_grid(panel: Panel, marks: tuple[float, ...], zero: bool = False) -> Markup:
    """Horizontal lines with their values on the left; ``zero`` makes the one at 0 stand out."""
    x, pieces = panel.x, []
    for mark in marks:
        y = panel.y.at(mark)
        pieces.append(segment(x.start, y, x.end, y, "axis" if zero and mark == 0 else "grid"))
        pieces.append(text(x.start - 8, y + 4, decimal(mark, 0 if mark == round(mark) else 1), anchor="end"))
    return join(*pieces)


def x_grid(panel: Panel, labels: dict[float, str]) -> Markup:
    """Vertical lines with their labels below."""
    pieces = []
    for value, label in labels.items():
        x = panel.x.at(value)
        pieces.append(segment(x, panel.y.start, x, panel.y.end, "grid"))
        pieces.append(text(x, panel.y.start + 18, label, anchor="middle"))
    return join(*pieces)


def frequency_grid(panel: Panel, few: bool) -> Markup:
    """Vertical lines at round frequencies."""
    wanted = FEW_FREQUENCIES_HZ if few else FREQUENCIES_HZ
    return x_grid(panel, {hz: f"{hz / 1000:g}k" if hz >= 1000 else f"{hz:g}" for hz in wanted if hz <= panel.x.high})


def line(panel: Panel, x: Values, y: Values, class_: str, name: str | None = None) -> Markup:
    """A curve through the points, broken where one is not finite, and cut off where it leaves the panel.

    ``name`` lets the cross-hair read it.
    """
    across, values = _cut(panel.x(x), y, panel.y)
    return tag("path", d=_path(across, panel.y(values)), class_=f"line {class_}", data_name=name)


def area(panel: Panel, x: Values, y: Values, base: float, class_: str) -> Markup:
    """What lies between a curve and the level ``base``; nothing where the curve has no point."""
    if not len(x):
        return join()
    bottom = np.full(1, panel.y.at(base))
    at = panel.x(x)
    across, down = np.concatenate([at[:1], at, at[-1:]]), np.concatenate([bottom, panel.y(y), bottom])
    return tag("path", d=_path(across, down) + "Z", class_=f"area {class_}")


def dots(panel: Panel, x: Values, y: Values, class_: str, radius: float = 3.5) -> Markup:
    """A dot at every point on the panel."""
    across, down, known = panel.x(x), panel.y(y), panel.y.holds(y)
    circles = (
        tag("circle", cx=float(a), cy=float(b), r=radius, class_=f"dot {class_}")
        for a, b in zip(across[known], down[known], strict=True)
    )
    return join(*circles)


def _cut(across: Values, y: Values, axis: Axis) -> tuple[_Cut, _Cut]:
    """The points on the panel, with one more wherever the curve crosses its edge; NaN stands for what lies outside."""
    inside, known = axis.holds(y), np.isfinite(y)
    crossing = np.flatnonzero((inside[1:] != inside[:-1]) & known[1:] & known[:-1])
    outer = np.where(inside[crossing], y[crossing + 1], y[crossing])
    edges = np.clip(outer, min(axis.low, axis.high), max(axis.low, axis.high))
    share = (edges - y[crossing]) / (y[crossing + 1] - y[crossing])
    at = across[crossing] + share * (across[crossing + 1] - across[crossing])
    kept = np.where(inside, y, np.nan)
    return np.insert(across, crossing + 1, at), np.insert(kept, crossing + 1, edges)


def _path(x: Values, y: Values) -> str:
    pieces, pen_down = [], False
    for across, down in zip(x.tolist(), y.tolist(), strict=True):
        known = bool(np.isfinite(across) and np.isfinite(down))
        if known:
            pieces.append(f"{'L' if pen_down else 'M'}{compact(round(across, 1))} {compact(round(down, 1))}")
        pen_down = known
    return "".join(pieces)
