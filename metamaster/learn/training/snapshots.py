"""Snapshots of a run from which it goes on exactly (Orbax): written beside and renamed, the last two kept."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import msgspec
import orbax.checkpoint as ocp
from jax import Array
from jaxtyping import Float, Int

from metamaster.errors import DamagedRun
from metamaster.learn.training.config import TrainConfig
from metamaster.learn.training.step import Learner

SNAPSHOTS = "snapshots"
"""Their folder, in that of the run."""
_KEPT = 2
_MAY_CHANGE = ("steps", "validation.patience", "checkpoint_every")


class Standing(NamedTuple):
    """How validation stands: the best loss, and how many have been no better since."""

    best: Float[Array, ""]
    misses: Int[Array, ""]


class Snapshot(NamedTuple):
    """All that a run goes on from; a pytree of arrays."""

    learner: Learner
    standing: Standing


def no_standing() -> Standing:
    """Before the first validation."""
    return Standing(jnp.float32(jnp.inf), jnp.int32(0))


class Snapshots:
    """A context manager over the snapshots in a run's folder."""

    def __init__(self, folder: Path, config: TrainConfig) -> None:
        options = ocp.CheckpointManagerOptions(max_to_keep=_KEPT, enable_async_checkpointing=False, create=True)
        self._folder = folder
        self._config = msgspec.to_builtins(config)
        self._manager = ocp.CheckpointManager(folder.absolute() / SNAPSHOTS, options=options)

    def __enter__(self) -> "Snapshots":
        return self

    def __exit__(self, *_: object) -> None:
        self._manager.close()

    def latest(self) -> int | None:
        """The step of the last snapshot; None if there is none."""
        return self._manager.latest_step()

    def save(self, step: int, snapshot: Snapshot) -> None:
        """Keeps a snapshot; nothing happens if there is one of that step."""
        if self._manager.latest_step() != step:
            parts = ocp.args.Composite(state=ocp.args.StandardSave(snapshot), config=ocp.args.JsonSave(self._config))
            self._manager.save(step, args=parts)

    def restored(self, like: Snapshot) -> Snapshot:
        """The last snapshot, shaped and placed as another.

        Raises DamagedRun if there is none, if it cannot be read, or if it is of a run with another configuration.
        """
        step = self._manager.latest_step()
        if step is None:
            raise DamagedRun(f"{self._folder} holds no snapshot to go on from: train without --resume.")
        try:
            then = self._manager.restore(step, args=ocp.args.Composite(config=ocp.args.JsonRestore()))["config"]
            _refuse_other(self._folder, then, self._config)
            shapes = jax.tree.map(ocp.utils.to_shape_dtype_struct, like)
            return self._manager.restore(step, args=ocp.args.Composite(state=ocp.args.StandardRestore(shapes)))["state"]
        except (ValueError, KeyError, OSError, TypeError) as error:
            raise DamagedRun(
                f"The snapshot of step {step} in {self._folder} is damaged: remove the folder of that step to go on "
                "from the one before."
            ) from error


def _refuse_other(folder: Path, then: Any, now: Any) -> None:
    before, after = _flat(then), _flat(now)
    for key in sorted(before.keys() | after.keys()):
        if key not in _MAY_CHANGE and before.get(key) != after.get(key):
            raise DamagedRun(
                f"{folder} was begun with {key} {before.get(key)!r}, not {after.get(key)!r}: "
                "set it back, or name another folder."
            )


def _flat(tree: Any, under: str = "") -> dict[str, Any]:
    if not isinstance(tree, Mapping):
        return {under: list(tree) if isinstance(tree, tuple) else tree}
    return {
        key: value
        for name, part in tree.items()
        for key, value in _flat(part, f"{under}.{name}" if under else name).items()
    }
