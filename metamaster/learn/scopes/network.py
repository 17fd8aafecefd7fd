"""The predictor's own parameters: the head alone, ANIL (Raghu et al. 2020), or all, MAML (Finn et al. 2017)."""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax.flatten_util import ravel_pytree

from metamaster.learn.material import Inputs
from metamaster.learn.objective import Variables
from metamaster.learn.predictor import Predictor
from metamaster.learn.problem import Coordinates
from metamaster.learn.rules.rule import Kinds
from metamaster.learn.scopes.scope import Believed, Scope, encoded, predicted

_FIRMNESS = 1.0
"""The logarithm of the precision of every parameter, before learning."""


def head_scope(predictor: Predictor, parameters: Any) -> Scope:
    """The layer that gives the chain's coordinates."""
    return _network_scope(predictor, parameters, ("head",))


def all_scope(predictor: Predictor, parameters: Any) -> Scope:
    """Every layer that the chain's coordinates follow from: not those that say what to aim at, or who mastered it."""
    return _network_scope(predictor, parameters, ("reference", "genre", "mix", "head"))


def _network_scope(predictor: Predictor, parameters: Any, layers: tuple[str, ...]) -> Scope:
    part = {layer: parameters[layer] for layer in layers}
    flat, unravel = ravel_pytree(part)

    def coordinates(believed: Believed, variables: Variables, mix: Inputs) -> Coordinates:
        moved = {**believed.parameters, **unravel(variables)}
        context = encoded(predictor, moved, believed.reference) if "genre" in layers else believed.context
        return predicted(predictor, moved, mix, context).coordinates

    kinds = _layer_kinds(part)
    return Scope(
        kinds=kinds,
        free=np.ones(flat.size, bool),
        learned=jnp.full(len(kinds.names), _FIRMNESS),
        start=lambda believed: ravel_pytree({layer: believed.parameters[layer] for layer in layers})[0],
        precision=lambda learned, predictions: jnp.exp(learned)[kinds.of],
        coordinates=coordinates,
    )


def _layer_kinds(part: Any) -> Kinds:
    leaves = jax.tree_util.tree_leaves_with_path(part)
    names = tuple(jax.tree_util.keystr(path, simple=True, separator=" ") for path, _ in leaves)
    return Kinds(names, np.repeat(np.arange(len(names)), [leaf.size for _, leaf in leaves]))
