"""How far the controls of a chain are from the true ones: of those alone that the true master's sound determines.

Which these are the curvature of its sound says, as it says of a job's own settings (``metamaster.learn.uncertainty``):
a control counts where who hears the mix and the true master knows it clearly better than who knows only what engineers
set. A crossover between bands that are treated alike, or a filter that is off, cannot be told from any sound.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from jaxtyping import Bool, Float

from metamaster.chain.jax_renderer.bounded import coordinates_of, physical, position_of
from metamaster.chain.parameters import PARAMETERS
from metamaster.chain.settings import Settings
from metamaster.learn.evaluation.heard import OPTIONS, Heard
from metamaster.learn.posed import problem_of
from metamaster.learn.problem import in_numpy
from metamaster.learn.uncertainty import UNDETERMINED, posterior

Deviation = Float[np.ndarray, "52"]
"""How far engineers' settings differ, control by control: standard deviations, as shares of the control's range."""
Measure = Callable[[Settings | None], float]

_ALIKE = 1e-6
"""Engineers who differ by no more of a control's range set it alike."""
_DELIVERED = ("trim", "limiter")
"""Stages that delivery sets, to the loudness and the ceiling that are asked for."""


def measure_of(heard: Heard, deviation: Deviation | None) -> Measure:
    """The error of a chain on a trial: root mean square over what is determined, in the deviations of engineers.

    NaN for what is no chain, and where no true chain or no deviation is known or nothing of the chain can be heard.
    """
    true = np.asarray(heard.trial.episode.values[0], np.float32)
    if deviation is None or not np.isfinite(true).all():
        return lambda settings: float("nan")
    counted = determined(heard, true, deviation)
    if not counted.any():
        return lambda settings: float("nan")
    at = position_of(true)

    def error(settings: Settings | None) -> float:
        if settings is None:
            return float("nan")
        off = (position_of(np.asarray(settings.values, np.float32)) - at)[counted] / deviation[counted]
        return float(np.sqrt(np.mean(off**2)))

    return error


def determined(heard: Heard, true: Float[Any, "52"], deviation: Deviation) -> Bool[np.ndarray, "52"]:
    """Which controls the sound of the true master tells, of a chain with those true values on the trial's mix.

    Those whose deviation, the mix and the true master heard, is at most ``UNDETERMINED`` of what it was before; nothing
    that delivery sets, and nothing that all engineers set alike.
    """
    free = deviation > _ALIKE
    coordinates = np.asarray(coordinates_of(true), np.float32)
    position = np.asarray(position_of(physical(coordinates)), np.float64)
    # A deviation of positions is one of coordinates by the slope of the logistic curve between them.
    precision = (position * (1.0 - position) / np.where(free, deviation, 1.0)) ** 2
    problem = in_numpy(problem_of(heard.mix, heard.true_aim(), OPTIONS))
    kept = posterior(problem._replace(free=free, fixed=true, precision=precision), coordinates).kept
    delivered = np.array([entry.name.startswith(_DELIVERED) for entry in PARAMETERS])
    return free & (kept <= UNDETERMINED) & ~delivered
