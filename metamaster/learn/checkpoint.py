"""The format in which models ship: safetensors with what they are made of in its header. No code is run on loading.

The header (its metadata) says format, version, a checksum, what the model is made of and where it comes from, in JSON.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import jax
import msgspec
import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from metamaster.audio.atomic import atomic_bytes
from metamaster.errors import DamagedModel, InputMissing
from metamaster.learn.adaptation import Meta, Plan
from metamaster.learn.setup import InnerConfig, PredictorConfig, new_meta, plan_of
from metamaster.schema import Misfit, fitted

FORMAT = "metamaster model"
VERSION = 1
LARGEST_BYTES = 10_000_000


class Made(msgspec.Struct, frozen=True):
    """What a model is made of, and where it comes from."""

    predictor: PredictorConfig
    inner: InnerConfig
    about: dict[str, str] = {}
    """Free words, such as what it was trained on and for how many steps."""


class Model(NamedTuple):
    """A model: how its inner loop goes, all that training set, and what the file says of it."""

    plan: Plan
    meta: Meta
    made: Made


def save_model(path: Path, meta: Meta, made: Made, overwrite: bool = False) -> None:
    """Writes a whole model file or none; raises OutputExists, OutputUnwritable or OutputFull."""
    arrays = _named(meta)
    header = json.dumps(msgspec.to_builtins(made), sort_keys=True)
    metadata = {"format": FORMAT, "version": str(VERSION), "made": header, "sha256": _checksum(arrays, header)}
    atomic_bytes(path, save(arrays, metadata), overwrite)


def load_model(path: Path) -> Model:
    """The model of a file.

    Raises InputMissing if there is no such file, DamagedModel if it is no model, damaged, from a later version, too
    large, or holds other arrays than what it is made of.
    """
    arrays, metadata = _read(path)
    if metadata.get("format") != FORMAT:
        raise DamagedModel(f"{path} is no model of metamaster: name a file that metamaster wrote.")
    if metadata.get("version") != str(VERSION):
        raise DamagedModel(f"{path} has version {metadata.get('version')}, not {VERSION}: update metamaster.")
    header = metadata.get("made", "")
    if metadata.get("sha256") != _checksum(arrays, header):
        raise _damaged(path, "its checksum is wrong")
    try:
        made = fitted(json.loads(header), Made)
    except (ValueError, Misfit) as error:
        raise _damaged(path, "its header cannot be read") from error
    plan = plan_of(made.predictor, made.inner)
    return Model(plan, _filled(path, new_meta(plan, 0), arrays), made)


def is_model(path: Path) -> bool:
    """Whether a file says of itself that it is a model; raises as ``load_model`` for what is no safetensors file."""
    return _read(path)[1].get("format") == FORMAT


def _read(path: Path) -> tuple[dict[str, np.ndarray], Mapping[str, str]]:
    if not path.is_file():
        raise InputMissing(f"{path} does not exist: name a model file (.safetensors).")
    if path.stat().st_size > LARGEST_BYTES:
        raise DamagedModel(f"{path} is larger than any model (10 MB): name a file that metamaster wrote.")
    try:
        with safe_open(path, framework="numpy") as file:
            return {name: file.get_tensor(name) for name in file.keys()}, file.metadata() or {}  # noqa: SIM118
    except (SafetensorError, OSError) as error:
        raise _damaged(path, "it is no safetensors file") from error


def _filled(path: Path, template: Meta, arrays: Mapping[str, np.ndarray]) -> Meta:
    """The template with the file's arrays in place of its own."""
    wanted = _named(template)
    if wanted.keys() != arrays.keys():
        odd = sorted(wanted.keys() ^ arrays.keys())[0]
        raise _damaged(path, f"{odd} is {'missing' if odd in wanted else 'unknown'}")
    for name, own in wanted.items():
        given = arrays[name]
        if given.shape != own.shape or given.dtype != own.dtype:
            raise _damaged(path, f"{name} has the wrong shape or type")
        if not np.isfinite(given).all():
            raise _damaged(path, f"{name} is not finite")
    leaves = [arrays[name] for name in wanted]
    return jax.tree.unflatten(jax.tree.structure(template), leaves)


def _named(meta: Meta) -> dict[str, np.ndarray]:
    """Arrays by their place in the tree, in the tree's order."""
    leaves = jax.tree_util.tree_leaves_with_path(meta)
    return {jax.tree_util.keystr(path, simple=True, separator="/"): np.array(leaf, order="C") for path, leaf in leaves}


def _checksum(arrays: Mapping[str, np.ndarray], header: str) -> str:
    digest = hashlib.sha256(header.encode())
    for name in sorted(arrays):
        array = arrays[name]
        digest.update(f"{name} {array.dtype} {array.shape}".encode())
        digest.update(array.tobytes())
    return digest.hexdigest()


def _damaged(path: Path, why: str) -> DamagedModel:
    return DamagedModel(f"{path} is a damaged model ({why}): fetch it again, or name another.")
