"""The style model in a file: safetensors, no code is run on loading."""

import hashlib
import json
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import NamedTuple

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from metamaster.audio.atomic import atomic_bytes
from metamaster.errors import DamagedModel, InputMissing
from metamaster.learn.style_model.model import Content, Gate, Moves, StyleModel

FORMAT, VERSION = "metamaster style model", "1"
_PARTS: dict[str, type] = {"content": Content, "moves": Moves, "gate": Gate}


class StyleModelFile(NamedTuple):
    """A style model, how it was made, and the names of the files it learned from."""

    model: StyleModel
    about: str
    sources: tuple[str, ...]


def save_style_model(
    path: Path, model: StyleModel, about: str, sources: tuple[str, ...], overwrite: bool = False
) -> None:
    """Writes the whole file or none; raises OutputExists, OutputUnwritable or OutputFull."""
    arrays = {
        f"{part}.{name}": np.ascontiguousarray(array, np.float32)
        for part, own in model._asdict().items()
        for name, array in own._asdict().items()
    }
    made = json.dumps({"about": about, "sources": list(sources)}, sort_keys=True)
    metadata = {"format": FORMAT, "version": VERSION, "made": made, "sha256": _checksum(arrays, made)}
    atomic_bytes(path, save(arrays, metadata), overwrite)


def load_style_model(path: Path) -> StyleModelFile:
    """The style model of a file; raises InputMissing, or DamagedModel for what is no whole style model."""
    arrays, metadata = _read(path)
    if metadata.get("format") != FORMAT or metadata.get("version") != VERSION:
        raise DamagedModel(f"{path} is no style model that this metamaster knows: name a file that it wrote.")
    made = metadata.get("made", "")
    wanted = {f"{part}.{name}" for part, kind in _PARTS.items() for name in kind._fields}  # type: ignore[attr-defined]
    if metadata.get("sha256") != _checksum(arrays, made) or arrays.keys() != wanted:
        raise _damaged(path, "what it holds is not what was written")
    if not all(np.isfinite(array).all() for array in arrays.values()):
        raise _damaged(path, "a value is not finite")
    parts = {
        part: kind(*(np.asarray(arrays[f"{part}.{name}"], np.float64) for name in kind._fields))  # type: ignore[attr-defined]
        for part, kind in _PARTS.items()
    }
    told = json.loads(made)
    return StyleModelFile(StyleModel(**parts), told["about"], tuple(told["sources"]))


@cache
def shipped_style_model() -> StyleModel:
    """The style model that comes with the package."""
    with as_file(files("metamaster.learn").joinpath("models/style.safetensors")) as path:
        return load_style_model(path).model


def _read(path: Path) -> tuple[dict[str, np.ndarray], dict[str, str]]:
    if not path.is_file():
        raise InputMissing(f"{path} does not exist: name a style model (.safetensors).")
    try:
        with safe_open(path, framework="numpy") as file:
            return {name: file.get_tensor(name) for name in file.keys()}, file.metadata() or {}  # noqa: SIM118
    except (SafetensorError, OSError) as error:
        raise _damaged(path, "it is no safetensors file") from error


def _checksum(arrays: dict[str, np.ndarray], made: str) -> str:
    digest = hashlib.sha256(made.encode())
    for name in sorted(arrays):
        digest.update(f"{name} {arrays[name].shape}".encode())
        digest.update(arrays[name].tobytes())
    return digest.hexdigest()


def _damaged(path: Path, why: str) -> DamagedModel:
    return DamagedModel(f"{path} is a damaged style model ({why}): fetch it again, or name another.")
