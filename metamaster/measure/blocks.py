"""Cutting long blocks into pieces that stay in the processor's cache."""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float32

_PIECE = 65536


def pieces(block: Float32[np.ndarray, "channels samples"]) -> Iterator[Float32[np.ndarray, "channels part"]]:
    """Cut a block of any length into consecutive pieces of at most 65536 samples; memory then stays bounded too."""
    for start in range(0, block.shape[1], _PIECE):
        yield block[:, start : start + _PIECE]
