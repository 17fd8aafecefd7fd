"""How the figures of docs/ look."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from matplotlib.axes import Axes

LOOK: Mapping[Any, Any] = MappingProxyType(
    {
        "font.size": 10.5,
        "axes.edgecolor": "#a9aaa6",
        "axes.labelcolor": "#5a5f68",
        "xtick.color": "#5a5f68",
        "ytick.color": "#5a5f68",
        "text.color": "#1b1d21",
        "axes.spines.top": False,
        "axes.spines.right": False,
    }
)
"""For ``matplotlib.rc_context(dict(LOOK))``."""
SOFT, FAINT, INK = "#5a5f68", "#a9aaa6", "#1b1d21"
BLUE, ORANGE, AMBER, VIOLET, SLATE, SILVER = "#0b63a8", "#b4560f", "#c9821b", "#8a5a9e", "#4c555f", "#b9bdc4"


def quiet_grid(axes: Axes, along: Any = "both") -> None:
    """Faint lines behind what is drawn, and no ticks."""
    axes.grid(axis=along, color="#e9e9e4", linewidth=0.9)
    axes.set_axisbelow(True)
    axes.tick_params(length=0)
