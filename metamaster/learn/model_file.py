"""The format in which models ship, as arrays: safetensors with what they are made of in its header."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np

from metamaster.errors import DamagedModel
from metamaster.learn.model_config import Made
from metamaster.learn.sealed import Seal, read_sealed, write_sealed
from metamaster.schema import Misfit, fitted

SEAL = Seal("model", "2", DamagedModel)
LARGEST_BYTES = 10_000_000


class ModelFile(NamedTuple):
    """Arrays by their place in the model, and what it is made of."""

    arrays: Mapping[str, np.ndarray]
    made: Made


def write_model(path: Path, arrays: Mapping[str, np.ndarray], made: Made, overwrite: bool = False) -> None:
    """Writes a whole model file or none; raises OutputExists, OutputUnwritable or OutputFull."""
    write_sealed(path, SEAL, dict(arrays), json.dumps(msgspec.to_builtins(made), sort_keys=True), overwrite)


def read_model(path: Path) -> ModelFile:
    """The arrays of a model file.

    Raises InputMissing if there is no such file, DamagedModel if it is no model, damaged, from another version or too
    large.
    """
    if path.is_file() and path.stat().st_size > LARGEST_BYTES:
        raise DamagedModel(f"{path} is larger than any model (10 MB): name a file that metamaster wrote.")
    arrays, header = read_sealed(path, SEAL)
    try:
        return ModelFile(arrays, fitted(json.loads(header), Made))
    except (ValueError, Misfit) as error:
        raise SEAL.damaged(path, "its header cannot be read") from error
