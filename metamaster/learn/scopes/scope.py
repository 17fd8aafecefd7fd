"""What a scope is: which variables adaptation moves, and how the chain of a mix follows from them."""

from collections.abc import Callable
from typing import Any, NamedTuple, cast

import numpy as np
from jaxtyping import Bool

from metamaster.learn.material import Inputs
from metamaster.learn.objective import Variables
from metamaster.learn.predictor import Context, Prediction, Predictor
from metamaster.learn.problem import Coordinates
from metamaster.learn.rules.rule import Kinds


class Believed(NamedTuple):
    """What is believed before adapting: the predictor's parameters, the reference, and the genre it stands for."""

    parameters: Any
    reference: Inputs
    context: Context


class Scope(NamedTuple):
    """Pure functions of what is believed and of the variables, a flat vector."""

    kinds: Kinds
    free: Bool[np.ndarray, "variables"]
    learned: Any
    """Numbers of the scope itself that training sets; a pytree of arrays."""
    start: Callable[[Believed], Variables]
    precision: Callable[[Any, Prediction], Variables]
    """From the scope's numbers and the predictions for the mixes adapted on, stacked."""
    coordinates: Callable[[Believed, Variables, Inputs], Coordinates]
    """Of the chain for the mix of those inputs."""


def predicted(predictor: Predictor, parameters: Any, mix: Inputs, context: Context) -> Prediction:
    """The prediction with those parameters."""
    said: Any = predictor.apply({"params": parameters}, mix, context)
    return cast(Prediction, said)


def encoded(predictor: Predictor, parameters: Any, reference: Inputs) -> Context:
    """The genre of a reference with those parameters."""
    genre: Any = predictor.apply({"params": parameters}, reference, method="encode")
    return cast(Context, genre)
