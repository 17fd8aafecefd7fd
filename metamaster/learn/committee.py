"""Two predictors that were trained apart, and how far each is heard: where the genre is known, the one that knows it.

A predictor that was taught what the engineers of a genre have in common knows it by heart, and is nearer on those.
One that was taught by engineers of whom each has a taste of their own has learned to hear in a reference what was
done, and is nearer on others (Yin et al., "Meta-learning without memorization", ICLR 2020).
"""

from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import NamedTuple

import numpy as np

from metamaster.learn.familiarity import Familiarity, load_familiarity
from metamaster.learn.foresight import Foreseen, Foresight
from metamaster.learn.inputs import pair_of
from metamaster.learn.means import mean, mean_of_logs
from metamaster.learn.model_file import read_model
from metamaster.learn.names import Base

_OTHERS_LOG_ODDS = float(np.log(99.0))
"""Of the references that people have, few were made with this chain: one of a hundred, by this prior.

Of those that the predictors learned from about as many were as were not (Saerens et al. 2002 on adjusting to that).
"""


class Committee(NamedTuple):
    """Predicts as one predictor does, and tells how far it knows the genre."""

    knowing: Foresight
    careful: Foresight
    """For genres that neither knows; it builds on the same base."""
    familiarity: Familiarity
    """How far the one that knows genres knows these."""

    @property
    def base(self) -> Base:
        """What the predicted change is added to."""
        return self.knowing.base

    def __call__(self, reference: np.ndarray, mix: np.ndarray) -> tuple[Foreseen, float]:
        """The prediction for what is told of a reference and of a mix, and how far the genre is known, 0 to 1."""
        known = self.familiarity.share(pair_of(reference, mix))
        return _mean(
            [self.knowing(reference, mix), self.careful(reference, mix)], np.array([known, 1.0 - known])
        ), known


def _mean(parts: list[Foreseen], shares: np.ndarray) -> Foreseen:
    return Foreseen(
        coordinates=mean([one.coordinates for one in parts], shares),
        precision=mean_of_logs([one.precision for one in parts], shares),
        change=mean([one.change for one in parts], shares),
        weight=mean_of_logs([one.weight for one in parts], shares),
    )


@cache
def shipped_committee() -> Committee:
    """The predictors that come with the package."""
    with as_file(files("metamaster.learn").joinpath("models")) as folder:
        return Committee(
            _foresight(folder / "predictor.safetensors"),
            _foresight(folder / "careful.safetensors"),
            load_familiarity(folder / "familiarity.safetensors"),
        )


def _foresight(path: Path) -> Foresight:
    return Foresight(read_model(path), _OTHERS_LOG_ODDS)
