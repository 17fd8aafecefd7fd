"""One step of the outer loop: the mean gradient over all tasks of a batch, one task at a time on every device."""

from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import optax
from jax import Array, lax
from jax.sharding import Mesh, PartitionSpec
from jaxtyping import Bool, Float, Int

from metamaster.learn.training.devices import TASKS

Loss = Callable[[Any, Any], tuple[Float[Array, ""], Any]]
"""From what is trained and one task: the loss, and figures about it."""
Gradient = Callable[[Any, Any], tuple[Any, Any]]
"""From what is trained and one task: the direction to leave, and figures about it."""


class Learner(NamedTuple):
    """What a step changes; a pytree of arrays."""

    step: Int[Array, ""]
    meta: Any
    optimiser: Any


class Told(NamedTuple):
    """What a step tells: figures of the batch (means), and whether everything was finite."""

    figures: Any
    gradient_norm: Float[Array, ""]
    finite: Bool[Array, ""]


Step = Callable[[Learner, Any], tuple[Learner, Told]]
"""From the learner and the divided tasks to the next learner, and what is to be told."""


def gradient_of(loss: Loss) -> Gradient:
    """The gradient of a loss."""

    def gradient(meta: Any, task: Any) -> tuple[Any, Any]:
        (_, figures), slope = jax.value_and_grad(loss, has_aux=True)(meta, task)
        return slope, figures

    return gradient


def training_step(mesh: Mesh, gradient: Gradient, optimiser: optax.GradientTransformation) -> Step:
    """The compiled step.

    Where anything is not finite, the learner stays as it was but for its count.
    """

    def update(learner: Learner, tasks: Any) -> tuple[Learner, Told]:
        slope, figures = mean_over_tasks(mesh, gradient, learner.meta, tasks)
        norm = optax.tree.norm(slope)
        finite = jnp.isfinite(norm)
        change, state = optimiser.update(slope, learner.optimiser, learner.meta)
        moved = Learner(learner.step + 1, optax.apply_updates(learner.meta, change), state)
        kept = learner._replace(step=learner.step + 1)
        return jax.tree.map(lambda new, old: jnp.where(finite, new, old), moved, kept), Told(figures, norm, finite)

    return jax.jit(update)


def mean_over_tasks(mesh: Mesh, function: Callable[[Any, Any], Any], meta: Any, tasks: Any) -> Any:
    """The mean of ``function(meta, task)``, a pytree, over tasks that are divided among the devices of a mesh."""

    def own(meta: Any, tasks: Any) -> Any:
        # Task after task: recursions over samples become slower the wider they are.
        def add(total: Any, task: Any) -> tuple[Any, None]:
            return jax.tree.map(jnp.add, total, function(meta, task)), None

        count = jax.tree.leaves(tasks)[0].shape[0]
        first = jax.tree.map(lambda leaf: leaf[0], tasks)
        shapes = jax.eval_shape(function, meta, first)
        nothing = jax.tree.map(lambda shape: jnp.zeros(shape.shape, shape.dtype), shapes)
        total, _ = lax.scan(add, nothing, tasks)
        return jax.tree.map(lambda leaf: lax.pmean(leaf / count, TASKS), total)

    parts = (PartitionSpec(), PartitionSpec(TASKS))
    return jax.shard_map(own, mesh=mesh, in_specs=parts, out_specs=PartitionSpec(), check_vma=False)(meta, tasks)
