"""Derivatives in NumPy: those of JAX, whatever a formula is made of."""

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from metamaster.arrays import constant, last_highest, namespace
from metamaster.dual import Dual, value_of, variables

AT = np.array([0.3, 1.7, 0.9, 2.4, 0.6, 1.1], np.float32)
HALF = np.arange(6) < 3

Formula = Callable[[Any, Any], Any]

FORMULAS: dict[str, Formula] = {
    "sums": lambda xp, x: 2.0 + x - (1.0 - x) + np.float32(3.0),
    "products": lambda xp, x: x * x / (1.0 + x) * 2.0 - (-x),
    "powers": lambda xp, x: x**3.0 + 2.0**x + x**x,
    "elementary functions": lambda xp, x: xp.exp(x) + xp.log(x) + xp.log10(x) + xp.sqrt(x) + xp.tan(x / 2) + xp.tanh(x),
    "limits": lambda xp, x: xp.minimum(x, 1.0) + xp.maximum(x, 0.5) * xp.logaddexp(x, 0.0),
    "choices": lambda xp, x: xp.where(x > 1.0, x**2.0, 3.0),
    "reductions": lambda xp, x: x.sum() * xp.sum(x.reshape(2, 3), axis=0),
    "reductions over several axes": lambda xp, x: (x.reshape(2, 3, 1) * x).sum(axis=(0, 2)),
    "shapes": lambda xp, x: (
        (x.reshape(2, 3).T @ np.ones(2, np.float32)) * x.reshape(2, 3, 1).transpose(1, 0, 2)[:, 0, 0]
    ),
    "matrix products": lambda xp, x: x.reshape(1, 2, 3) @ x.reshape(3, 2) @ np.ones((2, 4), np.float32),
    "a constant times a matrix": lambda xp, x: np.ones((4, 2), np.float32) @ x.reshape(2, 3),
    "parts": lambda xp, x: x[1] * x[::-1] + x[np.array([0, 0, 1, 1, 2, 2])],
    "new axes": lambda xp, x: x[:, None] * x[None, :],
    "unpacking": lambda xp, x: sum(row * index for index, row in enumerate(x.reshape(2, 3))),
    "joining": lambda xp, x: xp.concatenate([x, np.float32([5.0]), xp.reshape(x, (6,)).ravel()]),
    "stacking": lambda xp, x: xp.stack([x[0], np.float32(2.0), x[1] * x[2]]) * x[3],
    "padding": lambda xp, x: xp.pad(x, (1, 2)),
    "einsum": lambda xp, x: xp.einsum("ab,b->a", x.reshape(2, 3), np.float32([1.0, 2.0, 3.0])),
    "sorting": lambda xp, x: (
        xp.take_along_axis(x, xp.argsort(constant(x), axis=-1), axis=-1) * np.arange(6.0, dtype="f4")
    ),
    "interpolation": lambda xp, x: xp.interp(np.float32([0.5, 3.2, 9.0]), np.arange(6.0, dtype="f4"), x),
    "the last highest": lambda xp, x: x[last_highest(x)],
    "constants": lambda xp, x: x * constant(x),
}


@pytest.mark.parametrize("name", FORMULAS)
def test_values_and_derivatives_are_those_of_jax(name: str) -> None:
    found = FORMULAS[name](np, variables(AT, HALF))
    value = np.asarray(FORMULAS[name](jnp, jnp.asarray(AT)))
    slope = np.asarray(jax.jacfwd(lambda x: FORMULAS[name](jnp, x))(jnp.asarray(AT)))[..., HALF]
    np.testing.assert_allclose(found.value, value, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(np.moveaxis(found.slope, 0, -1), slope, rtol=1e-5, atol=1e-5)


def test_comparisons_are_of_the_values() -> None:
    assert (variables(AT, HALF) > 1.0).tolist() == (AT > 1.0).tolist()


def test_single_precision_stays_single() -> None:
    found = np.tanh(variables(AT, HALF) * 2.0) ** 2
    assert (found.dtype, found.value.dtype, found.slope.dtype) == (np.float32, np.float32, np.float32)


@pytest.mark.parametrize("function", [np.sinh, np.median, np.add.reduce])
def test_what_has_no_rule_is_refused(function: Callable[[Any], Any]) -> None:
    with pytest.raises(TypeError):
        function(variables(AT, HALF))


def test_the_namespace_is_numpy_unless_something_is_of_jax() -> None:
    assert namespace(Dual(AT, AT[None]), AT, 1.0) is np
    assert namespace(AT, jnp.ones(1)) is jnp


def test_the_value_of_an_array_is_the_array() -> None:
    assert value_of(AT) is AT
