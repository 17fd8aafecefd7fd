"""Who mastered a reference: two looks at it and at the mix, one of which sees fingerprints alone."""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from metamaster.learn.inputs import LOOKS, MIX_INPUTS, PIECE_INPUTS
from metamaster.learn.origin import Origin, Signs
from metamaster.learn.style_model.model import FEATURES

REFERENCE, MIX = (jax.random.normal(jax.random.key(k), (size,)) for k, size in enumerate((PIECE_INPUTS, MIX_INPUTS)))
FINGERPRINT_ENTRY, FEATURE_ENTRY = PIECE_INPUTS - 1, FEATURES - 1


def shaken(module: Any, *told: jax.Array) -> Any:
    """The module's parameters, each moved off where it begins."""
    leaves, shape = jax.tree.flatten(module.init(jax.random.key(2), *told))
    keys = jax.random.split(jax.random.key(3), len(leaves))
    return jax.tree.unflatten(
        shape, [leaf + 0.1 * jax.random.normal(key, leaf.shape) for leaf, key in zip(leaves, keys, strict=True)]
    )


def looks(reference: jax.Array, mix: jax.Array) -> np.ndarray:
    signs = Signs(3)
    found = signs.apply(shaken(signs, REFERENCE), reference)
    return np.asarray(Origin().apply(shaken(Origin(), MIX, jnp.zeros(6)), mix, found))


def test_before_training_either_is_as_likely():
    parameters = Origin().init(jax.random.key(0), MIX, jnp.ones(6))
    assert np.asarray(Origin().apply(parameters, MIX, jnp.ones(6))).tolist() == [0.0, 0.0]


@pytest.mark.parametrize(("entry", "seen_by"), [(FINGERPRINT_ENTRY, {*LOOKS}), (FEATURE_ENTRY, {"whole"})])
@pytest.mark.parametrize("of", ["reference", "mix"])
def test_a_look_sees_what_it_is_there_to_see(of: str, entry: int, seen_by: set[str]):
    pieces = {"reference": REFERENCE, "mix": MIX}
    other = {**pieces, of: pieces[of].at[entry].add(3.0)}
    moved = looks(**pieces) != looks(**other)
    assert {look for look, one in zip(LOOKS, moved, strict=True) if one} == seen_by
