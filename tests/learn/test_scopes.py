"""Scopes: what adaptation moves. Before it has moved anything, all give what the predictor says."""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from metamaster.chain.parameters import PARAMETERS
from metamaster.learn.inputs import MIX_INPUTS, PIECE_INPUTS
from metamaster.learn.neutral import neutral_chain
from metamaster.learn.predictor import Prediction, Predictor, new_parameters
from metamaster.learn.scopes import SCOPES, Believed, Scope, encoded, predicted

PREDICTOR = Predictor(context=8, width=16)
SIZES = {"chain": 52, "context": 8, "head": 17 * 52}


@pytest.fixture(scope="module")
def parameters() -> Any:
    """A predictor that says something: a new one, shaken."""
    leaves, shape = jax.tree.flatten(new_parameters(PREDICTOR, 0))
    keys = jax.random.split(jax.random.key(1), len(leaves))
    return jax.tree.unflatten(
        shape, [leaf + 0.1 * jax.random.normal(key, leaf.shape) for leaf, key in zip(leaves, keys, strict=True)]
    )


@pytest.fixture(scope="module")
def believed(parameters: Any) -> Believed:
    reference = jax.random.normal(jax.random.key(2), (PIECE_INPUTS,))
    return Believed(parameters, reference, encoded(PREDICTOR, parameters, reference))


@pytest.fixture(scope="module")
def mix() -> jax.Array:
    return jax.random.normal(jax.random.key(3), (MIX_INPUTS,))


@pytest.fixture(scope="module")
def said(parameters: Any, believed: Believed, mix: jax.Array) -> Prediction:
    return predicted(PREDICTOR, parameters, mix, believed.context)


@pytest.fixture(params=SCOPES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def scope(name: str, parameters: Any) -> Scope:
    return SCOPES[name](PREDICTOR, parameters)


def test_it_starts_at_the_prediction(scope: Scope, believed: Believed, mix: jax.Array, said: Prediction):
    found = scope.coordinates(believed, scope.start(believed), mix)
    assert np.asarray(found) == pytest.approx(np.asarray(said.coordinates), abs=1e-5)


def test_moving_its_variables_moves_the_chain(scope: Scope, believed: Believed, mix: jax.Array, said: Prediction):
    moved = scope.coordinates(believed, scope.start(believed) + 0.1, mix)
    assert np.abs(np.asarray(moved - said.coordinates)).max() > 1e-3


def test_every_variable_has_a_kind_and_a_precision(scope: Scope, believed: Believed, said: Prediction):
    size = scope.start(believed).size
    stacked = jax.tree.map(lambda leaf: jnp.stack([leaf, leaf]), said)
    assert scope.kinds.of.shape == scope.free.shape == (size,)
    assert set(scope.kinds.of) == set(range(len(scope.kinds.names)))
    assert (np.broadcast_to(scope.precision(scope.learned, stacked), size) > 0.0).all()


@pytest.mark.parametrize(("which", "size"), SIZES.items())
def test_how_many_variables_there_are(which: str, size: int, parameters: Any, believed: Believed):
    assert SCOPES[which](PREDICTOR, parameters).start(believed).size == size


def test_controls_of_a_kind_share_it(parameters: Any):
    kinds = SCOPES["chain"](PREDICTOR, parameters).kinds
    of = {entry.name: kinds.names[kinds.of[index]] for index, entry in enumerate(PARAMETERS)}
    assert of["eq.mid.bell_1.gain_db"] == of["eq.side.bell_2.gain_db"] == "eq gain_db"
    assert of["multiband.low.ratio"] != of["multiband.low.attack_ms"]


def test_what_to_aim_at_is_not_among_what_is_adapted(parameters: Any):
    assert not any(name.startswith("belief") for name in SCOPES["all"](PREDICTOR, parameters).kinds.names)


def test_the_chain_scope_leaves_trim_and_ceiling_alone(parameters: Any):
    assert np.array_equal(SCOPES["chain"](PREDICTOR, parameters).free, neutral_chain().free)
