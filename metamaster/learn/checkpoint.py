"""Models in files, as what learning works with."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import jax
import numpy as np

from metamaster.learn.adaptation import Meta, Plan
from metamaster.learn.model_config import Made
from metamaster.learn.model_file import SEAL, read_model, write_model
from metamaster.learn.setup import new_meta, plan_of


class Model(NamedTuple):
    """A model: how its inner loop goes, all that training set, and what the file says of it."""

    plan: Plan
    meta: Meta
    made: Made


def save_model(path: Path, meta: Meta, made: Made, overwrite: bool = False) -> None:
    """Writes a whole model file or none; raises OutputExists, OutputUnwritable or OutputFull."""
    write_model(path, _named(meta), made, overwrite)


def load_model(path: Path) -> Model:
    """The model of a file; raises as ``read_model``, and DamagedModel for other arrays than what it is made of."""
    arrays, made = read_model(path)
    plan = plan_of(made.predictor, made.inner)
    return Model(plan, _filled(path, new_meta(plan, 0), arrays), made)


def _filled(path: Path, template: Meta, arrays: Mapping[str, np.ndarray]) -> Meta:
    """The template with the file's arrays in place of its own."""
    wanted = _named(template)
    if wanted.keys() != arrays.keys():
        odd = sorted(wanted.keys() ^ arrays.keys())[0]
        raise SEAL.damaged(path, f"{odd} is {'missing' if odd in wanted else 'unknown'}")
    for name, own in wanted.items():
        if arrays[name].shape != own.shape or arrays[name].dtype != own.dtype:
            raise SEAL.damaged(path, f"{name} has the wrong shape or type")
    leaves = [arrays[name] for name in wanted]
    return jax.tree.unflatten(jax.tree.structure(template), leaves)


def _named(meta: Meta) -> dict[str, np.ndarray]:
    """Arrays by their place in the tree, in the tree's order."""
    leaves = jax.tree_util.tree_leaves_with_path(meta)
    return {jax.tree_util.keystr(path, simple=True, separator="/"): np.array(leaf, order="C") for path, leaf in leaves}
