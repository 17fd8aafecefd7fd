"""What each control of the chain is, in numbers that a learned rule can be told."""

from functools import cache

import numpy as np
from jaxtyping import Float32

from metamaster.chain.parameters import PARAMETERS


@cache
def control_kinds() -> Float32[np.ndarray, "52 kinds"]:
    """A row for each control of the table: one-hot the kind of control, then one-hot the stage it is in."""
    columns = [[_kind(entry.name) for entry in PARAMETERS], [_stage(entry.name) for entry in PARAMETERS]]
    return np.concatenate([_one_hot(column) for column in columns], axis=1)


def _kind(name: str) -> str:
    return name.rpartition(".")[2]


def _stage(name: str) -> str:
    """The stage with its channel or band: ``eq.mid``, ``multiband.low``."""
    return ".".join(name.split(".")[:-1][:2])


def _one_hot(column: list[str]) -> Float32[np.ndarray, "52 values"]:
    values = list(dict.fromkeys(column))
    return np.eye(len(values), dtype=np.float32)[[values.index(value) for value in column]]
