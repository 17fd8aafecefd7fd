"""What an engineer is: a style, once drawn, that masters any song in its own way and always the same way."""

from typing import NamedTuple, Protocol, TypeAlias, runtime_checkable

import numpy as np
from jaxtyping import Float32

from metamaster.chain.parameters import PARAMETERS

Stereo: TypeAlias = Float32[np.ndarray, "2 samples"]
Values: TypeAlias = Float32[np.ndarray, "52"]


class Mastered(NamedTuple):
    """A finished song, and the values of the chain that made it so, in the table's order; NaN where no chain did."""

    audio: Stereo
    values: Values


@runtime_checkable
class Engineer(Protocol):
    """A pure function from mix to master: the same engineer gives the same samples for the same song.

    ``name`` is the kind of engineer, ``key`` tells this one from all others.
    """

    name: str
    key: str

    def master(self, audio: Stereo, sample_rate: int) -> Mastered:
        """The song mastered, as long as it was; raises ``SilentInput`` for silence."""
        ...


def no_values() -> Values:
    """The values of an engineer who did not use the chain."""
    return np.full(len(PARAMETERS), np.nan, dtype=np.float32)
