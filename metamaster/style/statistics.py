"""What is known about music before hearing any.

How songs differ, how sections of one song differ, and what a mastering engineer's moves look like. Read from
``statistics.json``, which ``python -m tasks.style_statistics`` makes.
"""

from functools import cache
from importlib.resources import files
from typing import NamedTuple

import msgspec
import numpy as np
from jaxtyping import Float64

from metamaster.style.aspects import ASPECTS
from metamaster.style.names import Aspect

Matrix = Float64[np.ndarray, "entries entries"]


class AspectStatistics(NamedTuple):
    """Mean over songs, and covariances: between songs, between sections of a song, and of mastering moves."""

    mean: Float64[np.ndarray, "entries"]
    between: Matrix
    within: Matrix
    moves: Matrix


class _Stored(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    about: str
    sources: tuple[str, ...]
    aspects: dict[str, dict[str, list]]


@cache
def style_statistics() -> dict[Aspect, AspectStatistics]:
    """The statistics that ship with the package, by aspect."""
    text = files("metamaster.style").joinpath("statistics.json").read_bytes()
    stored = msgspec.json.decode(text, type=_Stored).aspects
    names = AspectStatistics._fields
    return {aspect: AspectStatistics(*(np.array(stored[aspect][name]) for name in names)) for aspect in ASPECTS}
