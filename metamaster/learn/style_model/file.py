"""The style model in a file: safetensors, no code is run on loading."""

import json
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import NamedTuple

import numpy as np

from metamaster.errors import DamagedModel
from metamaster.learn.sealed import Seal, read_sealed, write_sealed
from metamaster.learn.style_model.model import Content, Gate, Moves, StyleModel

_SEAL = Seal("style model", "2", DamagedModel)
_PARTS: dict[str, type] = {"content": Content, "moves": Moves, "gate": Gate}


class StyleModelFile(NamedTuple):
    """A style model, how it was made, the names of the files it learned from, and the song of each stretch it knows."""

    model: StyleModel
    about: str
    sources: tuple[str, ...]
    stretches: tuple[str, ...]


def save_style_model(path: Path, file: StyleModelFile, overwrite: bool = False) -> None:
    """Writes the whole file or none; raises OutputExists, OutputUnwritable or OutputFull."""
    arrays = {
        f"{part}.{name}": np.ascontiguousarray(array, np.float32)
        for part, own in file.model._asdict().items()
        for name, array in own._asdict().items()
    }
    told = {"about": file.about, "sources": list(file.sources), "stretches": list(file.stretches)}
    write_sealed(path, _SEAL, arrays, json.dumps(told, sort_keys=True), overwrite)


def load_style_model(path: Path) -> StyleModelFile:
    """The style model of a file; raises InputMissing, or DamagedModel for what is no whole style model."""
    arrays, made = read_sealed(path, _SEAL)
    wanted = {f"{part}.{name}" for part, kind in _PARTS.items() for name in kind._fields}  # type: ignore[attr-defined]
    if arrays.keys() != wanted:
        raise _SEAL.damaged(path, "it holds other arrays")
    parts = {
        part: kind(*(np.asarray(arrays[f"{part}.{name}"], np.float64) for name in kind._fields))  # type: ignore[attr-defined]
        for part, kind in _PARTS.items()
    }
    told = json.loads(made)
    if len(told["stretches"]) != len(parts["content"].prints):
        raise _SEAL.damaged(path, "not every stretch says which song it is of")
    return StyleModelFile(StyleModel(**parts), told["about"], tuple(told["sources"]), tuple(told["stretches"]))


@cache
def shipped_style_file() -> StyleModelFile:
    """The style model that comes with the package, and what it learned from."""
    with as_file(files("metamaster.learn").joinpath("models/style.safetensors")) as path:
        return load_style_model(path)


def shipped_style_model() -> StyleModel:
    """The style model that comes with the package."""
    return shipped_style_file().model
