"""Derivatives against finite differences: points and directions are tuples of arrays, or of dicts of arrays."""

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from metamaster.chain.parameters import parameter

Point = tuple[Any, ...]
Function = Callable[..., jax.Array]


def doubles(tree: Any) -> Any:
    """The same in double precision, to be called under ``jax.enable_x64``."""
    return jax.tree.map(lambda leaf: jnp.asarray(leaf, jnp.float64), tree)


def a_direction(values: dict[str, float], seed: int = 0) -> dict[str, float]:
    """Somewhere to move in parameter space, in proportion to every range."""
    rng = np.random.default_rng(seed)
    reach = {name: parameter(name).high - parameter(name).low for name in values}
    reach |= {name: value for name, value in values.items() if parameter(name).scale == "log"}
    return {name: float(rng.normal()) * size for name, size in reach.items()}


def moved(point: Point, along: Point, distance: float) -> Point:
    return jax.tree.map(lambda at, direction: at + distance * direction, point, along)


def slope(function: Callable[..., Any], point: Point, along: Point, distance: float) -> Any:
    """The central difference."""
    ahead, behind = function(*moved(point, along, distance)), function(*moved(point, along, -distance))
    return jax.tree.map(lambda high, low: (high - low) / (2.0 * distance), ahead, behind)


def directional(function: Function, point: Point, along: Point) -> jax.Array:
    return jax.jit(lambda p, a: jax.jvp(function, p, a)[1])(point, along)


def relative_error(got: Any, expected: Any) -> float:
    """Root mean square of the difference over that of what was expected."""
    pairs = zip(jax.tree.leaves(got), jax.tree.leaves(expected), strict=True)
    squares = [(jnp.sum((one - other) ** 2), jnp.sum(other**2)) for one, other in pairs]
    return float(jnp.sqrt(sum(error for error, _ in squares) / sum(power for _, power in squares)))


def weights_for(function: Function, point: Point) -> jax.Array:
    shape = jax.eval_shape(function, *point)
    return jnp.asarray(np.random.default_rng(9).standard_normal(shape.shape), shape.dtype)


def first_derivative_error(function: Callable[..., Any], point: Point, along: Point, distance: float = 1e-6) -> float:
    """How far the forward derivative is from the slope of the function."""
    # One program for the value and the derivative: compiling is what takes time here.
    both = jax.jit(lambda p: jax.jvp(function, p, along))
    return relative_error(both(point)[1], slope(lambda *p: both(p)[0], point, along, distance))


def forward_against_reverse(function: Function, point: Point, along: Point) -> tuple[float, float]:
    """One directional derivative of the weighed output, taken forward and in reverse."""
    weights = weights_for(function, point)
    forward = jnp.vdot(weights, directional(function, point, along))
    gradient = jax.jit(lambda p: jax.vjp(function, *p)[1](weights))(point)
    products = jax.tree.map(jnp.vdot, gradient, along)
    return float(forward), float(sum(jax.tree.leaves(products)))


def second_derivative_error(function: Function, point: Point, along: Point, distance: float = 1e-6) -> float:
    """How far the Hessian-vector product is from the slope of the gradient, for a cubic of the output."""
    weights = weights_for(function, point)
    gradient = jax.grad(lambda *p: jnp.vdot(weights, function(*p) ** 3), argnums=tuple(range(len(point))))
    return first_derivative_error(gradient, point, along, distance)


def all_finite(tree: Any) -> bool:
    return all(bool(jnp.isfinite(leaf).all()) for leaf in jax.tree.leaves(tree))
