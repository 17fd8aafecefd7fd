"""What a procedural song is once rendered."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32

Stereo = Float32[np.ndarray, "2 samples"]


@dataclass(frozen=True)
class Song:
    """A rendered song: stems and a stereo programme, float32, channels first, full scale ±1.

    In an unmastered song the stems add up to ``mix``; in a finished record ``mix`` is the master
    and the stems are what went into it.
    """

    name: str
    sample_rate: int
    stems: Mapping[str, Stereo]
    mix: Stereo
