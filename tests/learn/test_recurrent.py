"""The learned rule: elementwise, of any length, real or complex, and something that can be learned."""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from metamaster.learn.recurrent import RecurrentState, Weights, begin, init, transformation, update
from metamaster.learn.scopes.chain import control_kinds
from metamaster.learn.unroll import log_accumulated, unrolled_loss

pytestmark = pytest.mark.slow
ALIKE = np.zeros((5, 0), np.float32)
KINDS = np.eye(5, dtype=np.float32)
DTYPES = [jnp.float32, jnp.complex64]


make = jax.jit(init, static_argnames=("features", "dtype"))
step_once = jax.jit(update)


def some(seed: int, *shape: int, dtype: Any = jnp.float32) -> jax.Array:
    random = np.random.default_rng(seed)
    drawn = random.standard_normal((2, *shape)).astype(np.float32)
    return jnp.asarray(drawn[0] + 1j * drawn[1] if dtype == jnp.complex64 else drawn[0], dtype)


def trained(kinds: np.ndarray, features: int = 0, dtype: Any = jnp.float32) -> Weights:
    """Weights of a rule that does something: an untrained one's, shaken."""
    untrained = make(jax.random.key(0), kinds, features=features, dtype=dtype)
    leaves, shape = jax.tree.flatten(untrained)
    shaken = [leaf + 0.3 * some(seed, *leaf.shape) for seed, leaf in enumerate(leaves)]
    return jax.tree.unflatten(shape, shaken)


def stepped(weights: Weights, kinds: np.ndarray, gradient: jax.Array, steps: int = 1) -> jax.Array:
    """The last of some steps along that gradient."""
    state, none = begin(kinds), jnp.zeros((len(kinds), 0), gradient.dtype)
    for _ in range(steps):
        step, state = step_once(weights, gradient, jnp.ones_like(gradient), none, state)
    return step


@pytest.mark.parametrize("dtype", DTYPES)
def test_an_untrained_rule_makes_no_step(dtype: Any):
    step = stepped(make(jax.random.key(1), ALIKE, dtype=dtype), ALIKE, some(2, 5, dtype=dtype))
    assert step.dtype == dtype and not np.any(step)


def test_it_is_small():
    kinds = control_kinds()
    weights = make(jax.random.key(0), np.eye(len(kinds.names), dtype=np.float32)[kinds.of])
    assert 13_000 < sum(leaf.size for leaf in jax.tree.leaves(weights)) < 15_000


@pytest.mark.parametrize("dtype", DTYPES)
def test_every_coordinate_is_on_its_own(dtype: Any):
    weights, gradient = trained(KINDS, dtype=dtype), some(3, 5, dtype=dtype)
    order = np.array([3, 0, 4, 1, 2])
    shuffled = stepped(weights, KINDS[order], gradient[order], 3)
    np.testing.assert_allclose(shuffled, stepped(weights, KINDS, gradient, 3)[order], atol=1e-6)


def test_the_same_weights_serve_any_length():
    weights, gradient = trained(ALIKE), some(4, 2)
    longer = stepped(weights, np.zeros((7, 0), np.float32), jnp.tile(gradient, 4)[:7])
    np.testing.assert_allclose(longer[:2], stepped(weights, ALIKE[:2], gradient), atol=1e-6)


def test_coordinates_of_another_kind_step_otherwise():
    assert len(set(np.asarray(stepped(trained(KINDS), KINDS, jnp.ones(5))).tolist())) == 5


def test_it_remembers():
    weights, gradient = trained(ALIKE), some(5, 5)
    assert not np.allclose(stepped(weights, ALIKE, gradient, 1), stepped(weights, ALIKE, gradient, 2))


@pytest.mark.parametrize("size", [0.0, 1e-30, 1e-5, 1.0, 1e5, 1e30])
@pytest.mark.parametrize("dtype", DTYPES)
def test_no_gradient_is_too_small_or_too_large(size: float, dtype: Any):
    step = stepped(trained(ALIKE, dtype=dtype), ALIKE, size * some(6, 5, dtype=dtype))
    assert np.all(np.isfinite(step)) and np.all(np.abs(step) < 1.0)


def test_what_it_is_told_passes_no_derivative():
    weights = trained(ALIKE, features=2)

    def total(gradient: jax.Array, coordinates: jax.Array, features: jax.Array) -> jax.Array:
        return jnp.sum(update(weights, gradient, coordinates, features, begin(ALIKE))[0])

    given = (some(7, 5), some(8, 5), some(9, 5, 2))
    assert not any(np.any(slope) for slope in jax.grad(total, argnums=(0, 1, 2))(*given))


def test_it_is_a_transformation_like_any_other():
    weights, gradient, at = trained(KINDS), some(10, 5), some(11, 5)
    chained = optax.chain(transformation(weights, KINDS), optax.scale(2.0))
    step, _ = chained.update(gradient, chained.init(at), at)
    expected, _ = update(weights, gradient, at, jnp.zeros((5, 0)), begin(KINDS))
    np.testing.assert_allclose(step, 2.0 * expected, rtol=1e-6)


def test_a_transformation_needs_the_coordinates():
    rule = transformation(trained(KINDS), KINDS)
    with pytest.raises(ValueError, match="needs the coordinates"):
        rule.update(jnp.ones(5), rule.init(jnp.ones(5)))


def test_the_meta_loss_counts_halving_alike_wherever_it_starts():
    losses = jnp.array([4.0, 2.0, 1.0])
    gained = log_accumulated(losses) - log_accumulated(losses / 2.0)
    np.testing.assert_allclose(gained, np.log(2.0), rtol=1e-6)


class Descent:
    """Down a quadratic bowl, some curvature for each coordinate."""

    curvature = jnp.array([0.5, 1.0, 2.0, 4.0, 8.0])

    def advance(self, weights: Weights, carry: tuple[jax.Array, RecurrentState], target: jax.Array) -> Any:
        at, state = carry
        gradient = self.curvature * (at - target)
        step, state = update(weights, gradient, at, jnp.zeros((5, 0)), state)
        at = at + step
        return (at, state), jnp.sum(self.curvature * (at - target) ** 2)

    def start(self) -> tuple[jax.Array, RecurrentState]:
        return jnp.zeros(5), begin(KINDS)


def test_meta_training_makes_it_descend():
    task, targets = Descent(), jnp.tile(jnp.array([0.3, -0.3, 0.2, -0.2, 0.1]), (20, 1))
    objective = jax.jit(
        jax.value_and_grad(lambda weights: unrolled_loss(weights, task.advance, task.start(), targets), has_aux=True)
    )
    outer, weights = optax.adam(3e-3), make(jax.random.key(0), KINDS)
    kept = outer.init(weights)
    losses = []
    for _ in range(60):
        (_, run), slope = objective(weights)
        change, kept = outer.update(slope, kept)
        weights = optax.apply_updates(weights, change)
        losses.append(run.losses)
    assert losses[0][-1] == losses[0][0]
    assert losses[-1][-1] < 0.2 * losses[0][-1]


def test_no_derivative_passes_from_one_stretch_to_the_next():
    def two_stretches(start: jax.Array) -> jax.Array:
        carry: Any = start
        loss, run = unrolled_loss(None, lambda _, at, given: (0.5 * at, at * given), carry, jnp.ones(3))
        return loss + unrolled_loss(None, lambda _, at, given: (0.5 * at, at * given), run.carry, jnp.ones(3))[0]

    assert jax.grad(two_stretches)(jnp.float32(1.0)) == 0.0
