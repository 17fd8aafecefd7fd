"""The prior over the chain's controls: where adaptation starts, how far each may move, and which stay put."""

from typing import NamedTuple

import numpy as np
from jaxtyping import Bool, Float32

from metamaster.chain.parameters import PARAMETERS
from metamaster.chain.settings import DEFAULTS, Settings
from metamaster.style.names import Aspect

_SPREAD = {
    "freq_hz": 0.5,
    "gain_db": 0.6,
    "q": 0.4,
    "threshold_db": 0.4,
    "ratio": 1.2,
    "makeup_db": 0.4,
    "low_width_db": 0.35,
    "mid_width_db": 0.35,
    "high_width_db": 0.35,
    "drive_db": 2.0,
}
"""Standard deviation of each kind of control in unconstrained coordinates; kinds not named stay at their start."""

_GENTLE_RATIO = 1.1
"""Compressors start just off 1:1, where a threshold has an effect and so a derivative."""

_OF_ASPECT: dict[Aspect, tuple[str, ...]] = {
    "tone": ("eq.mid.",),
    "width": ("eq.side.", "image."),
    "dynamics": ("multiband.",),
    "plr": ("limiter.drive_db",),
}


class Prior(NamedTuple):
    """A Gaussian in unconstrained coordinates, in the order of the table; controls that are not free stay put."""

    start: Settings
    spread: Float32[np.ndarray, "52"]
    free: Bool[np.ndarray, "52"]


def default_prior(aspects: frozenset[Aspect], trim_gain_db: float, limiter_drive_db: float) -> Prior:
    """The prior that no learning has touched: a nearly neutral chain, free in the controls of those aspects."""
    spread = np.array([_spread_of(entry.name) for entry in PARAMETERS], np.float32)
    wanted = tuple(prefix for aspect in (*aspects, "plr") for prefix in _OF_ASPECT[aspect])
    free = np.array([entry.name.startswith(wanted) for entry in PARAMETERS]) & (spread > 0.0)
    changes = {"trim.gain_db": trim_gain_db, "limiter.drive_db": limiter_drive_db}
    if "dynamics" in aspects:
        changes |= {f"multiband.{band}.ratio": _GENTLE_RATIO for band in ("low", "mid", "high")}
    return Prior(DEFAULTS.replace(changes), np.where(spread > 0.0, spread, 1.0), free)


def serves(name: str) -> Aspect | None:
    """The aspect that a control moves, if any."""
    return next((aspect for aspect, prefixes in _OF_ASPECT.items() if name.startswith(prefixes)), None)


def amount_of(name: str, amounts: dict[Aspect, float]) -> float:
    """How much is asked for of what a control does; 0 for one that no aspect moves."""
    asked = [amounts[aspect] for aspect, prefixes in _OF_ASPECT.items() if name.startswith(prefixes)]
    return max(asked, default=0.0)


def _spread_of(name: str) -> float:
    stage, _, control = name.partition(".")
    if stage == "saturation" or "high_pass" in name:
        return 0.0
    return _SPREAD.get(control.rpartition(".")[2], 0.0)
