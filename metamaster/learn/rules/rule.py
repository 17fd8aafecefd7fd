"""What every rule is: pure functions that move the variables of an objective, with numbers that can be learned."""

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol, runtime_checkable

import numpy as np
from jax import Array
from jaxtyping import Float, Int

from metamaster.learn.objective import Objective, Variables


@runtime_checkable
class State(Protocol):
    """What every rule's state shows."""

    @property
    def coordinates(self) -> Variables:
        """Where the variables are."""

    @property
    def loss(self) -> Float[Array, ""]:
        """The loss there."""


class Kinds(NamedTuple):
    """Which kind each variable is of, so that a rule can treat kinds differently: known before anything runs."""

    names: tuple[str, ...]
    of: Int[np.ndarray, "variables"]
    """Index of each variable's kind."""


class Rule(NamedTuple):
    """A rule whose numbers can be learned.

    ``init(learned, objective)`` gives the state at the start, ``update(learned, objective, state)`` makes one step. A
    state holds the variables and the loss there, so every rule can be stopped anywhere and compared with any other.
    """

    learned: Any
    """A pytree of arrays: what the rule does before anything is learned."""
    init: Callable[[Any, Objective], Any]
    update: Callable[[Any, Objective, Any], Any]
