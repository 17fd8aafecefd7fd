"""The genre alone: CAVIA (Zintgraf et al. 2019), whose start is what the reference was taken for."""

from typing import Any

import jax.numpy as jnp
import numpy as np

from metamaster.learn.predictor import Predictor
from metamaster.learn.rules.rule import Kinds
from metamaster.learn.scopes.scope import Scope, predicted


def context_scope(predictor: Predictor, parameters: Any) -> Scope:
    """The context of the predictor; each of its numbers is a kind of its own."""
    size = predictor.context
    return Scope(
        kinds=Kinds(tuple(f"context {k}" for k in range(size)), np.arange(size)),
        free=np.ones(size, bool),
        learned=jnp.zeros(size),
        start=lambda believed: believed.context,
        precision=lambda learned, predictions: jnp.exp(learned),
        coordinates=lambda believed, variables, mix: (
            predicted(predictor, believed.parameters, mix, variables).coordinates
        ),
    )
