"""The chain's own coordinates: adaptation moves every control by as much on every mix."""

from typing import Any

import jax.numpy as jnp
import numpy as np

from metamaster.chain.parameters import PARAMETERS
from metamaster.learn.material import Inputs
from metamaster.learn.neutral import neutral_chain
from metamaster.learn.objective import Variables
from metamaster.learn.predictor import Prediction, Predictor
from metamaster.learn.problem import Coordinates
from metamaster.learn.rules.rule import Kinds
from metamaster.learn.scopes.scope import Believed, Scope, predicted


def chain_scope(predictor: Predictor, parameters: Any) -> Scope:
    """The 52 coordinates, as moves away from each mix's prediction."""

    def coordinates(believed: Believed, variables: Variables, mix: Inputs) -> Coordinates:
        return predicted(predictor, believed.parameters, mix, believed.context).coordinates + variables

    return Scope(
        kinds=control_kinds(),
        free=neutral_chain().free,
        learned=(),
        start=lambda believed: jnp.zeros(len(PARAMETERS)),
        precision=_mean_precision,
        coordinates=coordinates,
    )


def control_kinds() -> Kinds:
    """The kind of each control: its stage and what it sets, such as ``eq gain_db``."""
    named = [f"{entry.stage} {entry.name.rpartition('.')[2]}" for entry in PARAMETERS]
    names = tuple(dict.fromkeys(named))
    return Kinds(names, np.array([names.index(name) for name in named]))


def _mean_precision(learned: Any, predictions: Prediction) -> Variables:
    return jnp.mean(predictions.precision, axis=0)
