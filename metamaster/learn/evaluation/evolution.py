"""CMA-ES (Hansen and Ostermeier 2001) on a ground's loss, in standard deviations of its prior; needs ``cmaes``."""

import importlib
import importlib.util
import time
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from metamaster.learn.evaluation.family import Attempt, Family
from metamaster.learn.evaluation.ground import Ground, Grounding
from metamaster.learn.evaluation.heard import Heard
from metamaster.learn.objective import Variables, loss

_SIGMA = 0.5


def has_cmaes() -> bool:
    """Whether the library is installed, which only evaluation needs."""
    return importlib.util.find_spec("cmaes") is not None


def evolution(name: str, about: str, grounding: Grounding, counts: Sequence[int], seed: int) -> Family:
    """The family of CMA-ES; its steps are generations of 4 + 3 ln(n) candidates each."""

    def attempt(heard: Heard) -> Sequence[Attempt]:
        return list(_attempts(grounding, heard, sorted(counts), seed))

    return Family(name, about, attempt)


def _attempts(grounding: Grounding, heard: Heard, counts: Sequence[int], seed: int) -> Iterator[Attempt]:
    start = time.perf_counter()
    ground = grounding(heard)
    free = np.flatnonzero(ground.objective.free)
    search = importlib.import_module("cmaes").CMA(mean=np.zeros(free.size), sigma=_SIGMA, seed=seed)
    place, cost = _placing(ground, free), _costing(ground)
    best, lowest = np.zeros(free.size), np.inf
    seconds = time.perf_counter() - start
    for done in range(1, max(counts) + 1):
        start = time.perf_counter()
        asked = [search.ask() for _ in range(search.population_size)]
        told = [(one, cost(place(one))) for one in asked]
        search.tell(told)
        leader, value = min(told, key=lambda pair: pair[1])
        if value < lowest:
            best, lowest = leader, value
        seconds += time.perf_counter() - start
        if done in counts:
            yield Attempt(done, seconds, ground.settings(place(best)))


def _placing(ground: Ground, free: np.ndarray) -> Callable[[np.ndarray], Variables]:
    """From a point of the search to the variables."""
    start = np.asarray(ground.objective.start, np.float32)
    spread = 1.0 / np.sqrt(np.asarray(ground.objective.precision)[free])

    def place(point: np.ndarray) -> Variables:
        moved = start.copy()
        moved[free] += (spread * point).astype(np.float32)
        return moved

    return place


def _costing(ground: Ground) -> Callable[[Variables], float]:
    objective = ground.objective
    return lambda variables: float(loss(objective, variables, objective.residual(variables)))
