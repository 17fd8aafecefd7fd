"""What the style model learns from: many mixes, references and true masters, as features and fingerprints."""

from typing import NamedTuple

import numpy as np
from jaxtyping import Bool, Float32, Int


class Examples(NamedTuple):
    """One row a pair. Indices are of the stretches of songs that both were made from."""

    mix: Float32[np.ndarray, "pairs 67"]
    reference: Float32[np.ndarray, "pairs 67"]
    truth: Float32[np.ndarray, "pairs 67"]
    """The mix's own true master."""
    mix_print: Float32[np.ndarray, "pairs 616"]
    reference_print: Float32[np.ndarray, "pairs 616"]
    mix_index: Int[np.ndarray, "pairs"]
    reference_index: Int[np.ndarray, "pairs"]
    same_song: Bool[np.ndarray, "pairs"]
    styled: Bool[np.ndarray, "pairs"]
    """Whether the reference and the true master have a style put on."""
    unmastered: Bool[np.ndarray, "pairs"]
    """Whether the mix lacks what the master has."""
