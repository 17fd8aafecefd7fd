"""The registry of controls: the one place from which OSC, OSCQuery, MIDI, the web panel and the docs take names.

The chain's controls are made from ``metamaster.chain.parameters``; the session adds its own.
"""

from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType
from typing import Literal

from bridge.errors import UnknownControl
from metamaster.chain.parameters import PARAMETERS, Scale, parameter
from metamaster.options import LOUDNESS_RANGE_LUFS
from metamaster.style.names import ASPECT_NAMES

Kind = Literal["number", "toggle", "choice", "text"]
Value = float | str
"""Text controls hold text; all others hold a number (a toggle 0 or 1, a choice the index of what is chosen)."""

LONGEST_TEXT = 1000
GENRE = "genre"
"""The control that holds which genre adapting follows."""
LEVEL_MATCHED = "compare.level_matched"
"""The control by which mix, A and B are heard equally loud."""


@dataclass(frozen=True)
class Control:
    """One thing that can be set: ``low``, ``high`` and ``default`` in ``unit``; a ``log`` one moves in equal ratios."""

    name: str
    kind: Kind
    default: Value
    about: str
    unit: str = ""
    low: float = 0.0
    high: float = 1.0
    scale: Scale = "linear"
    choices: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """The name as a path: ``eq/mid/bell_1/gain_db``."""
        return self.name.replace(".", "/")


def _chain_controls() -> tuple[Control, ...]:
    return tuple(Control(p.name, "number", p.default, p.about, p.unit, p.low, p.high, p.scale) for p in PARAMETERS)


def _toggle(name: str, default: float, about: str) -> Control:
    return Control(name, "toggle", default, about)


def _choice(name: str, choices: tuple[str, ...], default: int, about: str) -> Control:
    return Control(name, "choice", float(default), about, high=len(choices) - 1.0, choices=choices)


_CEILING = parameter("limiter.ceiling_db")

CHAIN_CONTROLS: tuple[Control, ...] = _chain_controls()
"""One for each parameter of the chain, by the same name; settings A and B each have a value of it."""

SESSION_CONTROLS: tuple[Control, ...] = (
    _toggle("bypass", 0.0, "the mix is heard as it is"),
    _choice("ab", ("A", "B"), 0, "which of the two settings is heard and changed"),
    _choice("automation", ("off", "play", "record"), 0, "what is done with moves of controls while the song rolls"),
    Control(GENRE, "text", "", "the genre to adapt into: one of /metamaster/genres or a file; empty: the references"),
    *(
        Control(f"amounts.{name}", "number", 1.0, f"how much of the reference's {name} is taken on")
        for name in ASPECT_NAMES
    ),
    _toggle("delivery.from_reference", 1.0, "adapting sets the loudness to deliver to that of the references"),
    Control("delivery.loudness_lufs", "number", -14.0, "integrated loudness to deliver", "LUFS", *LOUDNESS_RANGE_LUFS),
    Control(
        "delivery.true_peak_db",
        "number",
        _CEILING.default,
        "the true peak that a render never passes",
        "dBTP",
        _CEILING.low,
        _CEILING.high,
    ),
    _choice("delivery.bits", ("16", "24", "32"), 1, "depth of rendered files; 32 is floating point"),
    _toggle(LEVEL_MATCHED, 0.0, "live, mix (bypass), A and B are heard as loud as the quietest of them"),
)

CONTROLS: MappingProxyType[str, Control] = MappingProxyType(
    {control.name: control for control in (*CHAIN_CONTROLS, *SESSION_CONTROLS)}
)
"""Every control by its dotted name: the session's after the chain's."""

CHAIN_NAMES: frozenset[str] = frozenset(control.name for control in CHAIN_CONTROLS)


def control_named(name: str) -> Control:
    """The control of that dotted name; raises UnknownControl."""
    found = CONTROLS.get(name)
    if found is None:
        close = get_close_matches(name, CONTROLS, n=1, cutoff=0.3)
        hint = f"did you mean {close[0]!r}?" if close else "docs/osc.md lists all."
        raise UnknownControl(f"There is no control {name[:80]!r}: {hint}")
    return found
