import re

import numpy as np

from metamaster.report.charts.axes import Axis
from metamaster.report.charts.panel import Panel, area, dots, line

PANEL = Panel(Axis(0.0, 10.0, 0.0, 100.0), Axis(0.0, 10.0, 100.0, 0.0), "s", "dB")
X = np.arange(5.0)


def points(markup: str) -> list[str]:
    found = re.search(' d="([^"]*)"', markup)
    assert found
    return re.findall("[ML][^MLZ]*", found[1])


def test_a_line_goes_through_its_points() -> None:
    assert points(line(PANEL, X, X, "mix")) == ["M0 100", "L10 90", "L20 80", "L30 70", "L40 60"]


def test_a_line_is_broken_where_a_value_is_missing() -> None:
    y = np.array([1.0, 1.0, np.nan, 1.0, 1.0])
    assert [point[0] for point in points(line(PANEL, X, y, "mix"))] == ["M", "L", "M", "L"]


def test_a_line_ends_where_it_leaves_the_panel() -> None:
    y = np.array([2.0, 2.0, -2.0, -2.0, -2.0])
    assert points(line(PANEL, X, y, "mix"))[-1] == "L15 100"


def test_a_line_comes_back_where_it_enters_the_panel() -> None:
    y = np.array([20.0, 20.0, 0.0, 0.0, 0.0])
    assert points(line(PANEL, X, y, "mix"))[0] == "M15 0"


def test_a_line_from_silence_begins_at_the_first_sound() -> None:
    y = np.array([-np.inf, -np.inf, 5.0, 5.0, 5.0])
    assert points(line(PANEL, X, y, "mix"))[0] == "M20 50"


def test_an_area_closes_on_its_base() -> None:
    found = points(area(PANEL, X, X + 1.0, 0.0, "mix"))
    assert (found[0], found[-1]) == ("M0 100", "L40 100")


def test_an_area_under_nothing_is_nothing() -> None:
    assert not area(PANEL, X[:0], X[:0], 0.0, "mix")


def test_only_what_is_known_gets_a_dot() -> None:
    y = np.array([1.0, np.nan, 3.0, np.inf, 5.0])
    assert dots(PANEL, X, y, "mix").count("<circle") == 3
