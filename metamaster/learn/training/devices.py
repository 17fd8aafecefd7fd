"""Tasks divided among devices, on one machine or on many (``jax.sharding``); parameters are on all of them."""

from typing import Any

import jax
import numpy as np
from jax.sharding import Mesh, NamedSharding, PartitionSpec

TASKS = "tasks"


def all_devices() -> Mesh:
    """All devices of all processes, in one row."""
    return Mesh(np.array(jax.devices()), (TASKS,))


def own_share(count: int) -> range:
    """Which of so many tasks this process has to bring: an equal share, in the order of the processes."""
    each = count // jax.process_count()
    return range(jax.process_index() * each, (jax.process_index() + 1) * each)


def divided(mesh: Mesh, tasks: Any) -> Any:
    """The tasks of this process (stacked along the first axis) as its part of all, divided among the devices."""
    sharding = NamedSharding(mesh, PartitionSpec(TASKS))
    return jax.tree.map(lambda leaf: jax.make_array_from_process_local_data(sharding, np.asarray(leaf)), tasks)


def everywhere(mesh: Mesh, tree: Any) -> Any:
    """The same arrays on all devices."""
    sharding = NamedSharding(mesh, PartitionSpec())
    return jax.tree.map(lambda leaf: jax.make_array_from_process_local_data(sharding, np.asarray(leaf)), tree)


def join(coordinator: str | None, processes: int | None, process: int | None) -> None:
    """Joins the other processes of a run (``jax.distributed``), before anything else is done with JAX.

    With ``coordinator`` ("host:port" of process 0) alone, a cluster's own settings tell the rest, as Slurm's do;
    without, there is one process.
    """
    if coordinator is not None:
        jax.distributed.initialize(coordinator, processes, process)
