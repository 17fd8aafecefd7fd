"""The predictor in NumPy, which needs neither JAX nor Flax: for a mastering job, whose start they would delay.

The formulas are those of ``metamaster/learn/predictor.py``, as a test keeps them.
"""

from functools import cache
from importlib.resources import as_file, files
from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Float32

from metamaster.learn.inputs import PIECE_INPUTS, SAME_SONG, usual_moves
from metamaster.learn.model_file import ModelFile, read_model
from metamaster.learn.names import Base
from metamaster.learn.neutral import CONTROLS, bounded_factor, control_aspects, feature_aspects, neutral_chain
from metamaster.learn.problem import WEIGHT
from metamaster.learn.style_model.model import ENTRIES, FEATURES

Layer = tuple[Float32[np.ndarray, "_ _"], Float32[np.ndarray, "_"]]
_GELU = float(np.sqrt(2.0 / np.pi))


class Foreseen(NamedTuple):
    """What is predicted of one mix and one reference."""

    coordinates: Float32[np.ndarray, "52"]
    """Where the chain starts, in unconstrained coordinates, with neither trim nor drive for loudness."""
    precision: Float32[np.ndarray, "52"]
    change: Float32[np.ndarray, "67"]
    """What to change in the mix's features, in dB, beyond what is asked for already."""
    weight: Float32[np.ndarray, "67"]
    """What an error of 1 dB counts."""


class Foresight:
    """A model's predictor."""

    def __init__(self, model: ModelFile) -> None:
        self.base: Base = model.made.predictor.base
        self._has_network = model.made.predictor.width > 0
        self._arrays = {name.removeprefix("predictor/"): array for name, array in model.arrays.items()}

    def __call__(self, reference: np.ndarray, mix: np.ndarray) -> Foreseen:
        """The prediction for what is told of a reference and of a mix (``metamaster/learn/inputs.py``)."""
        hidden, by_origin = mix[SAME_SONG:], np.array([1.0, 0.0], np.float32)
        if self._has_network:
            genre = _dense(self._layer("genre"), self._trunk("reference", reference))
            signs = _dense(self._layer("signs"), reference)
            hidden = self._trunk("mix", np.concatenate([mix, genre]))
            by_origin = self._by_origin(np.concatenate([mix, signs]))
        neutral = neutral_chain()
        start = by_origin[0] * _dense(self._layer("head"), hidden)
        precision, weight, moved = np.split(_dense(self._layer("belief"), hidden), [CONTROLS, CONTROLS + FEATURES])
        more, lean = np.tensordot(by_origin, moved.reshape(2, 2, FEATURES), 1)
        asked = mix[PIECE_INPUTS : PIECE_INPUTS + FEATURES]
        shares = _share(_dense(self._layer("trust"), hidden))
        of_control, of_feature = shares[control_aspects()], shares[feature_aspects()]
        return Foreseen(
            coordinates=neutral.coordinates + of_control * neutral.reach * start,
            precision=neutral.precision * bounded_factor(precision),
            change=usual_moves() * of_feature * (more + lean * asked),
            weight=_plain_weight() * bounded_factor(weight),
        )

    def _trunk(self, name: str, told: np.ndarray) -> np.ndarray:
        hidden = _gelu(_dense(self._layer(f"{name}/Dense_0"), told))
        return hidden + _gelu(_dense(self._layer(f"{name}/Dense_1"), hidden))

    def _by_origin(self, told: np.ndarray) -> np.ndarray:
        """How likely the chain was used, and how likely other software."""
        hidden = _gelu(_dense(self._layer("origin/Dense_0"), told))
        out_of_chain = _share(_dense(self._layer("origin/Dense_1"), hidden))
        return np.concatenate([1.0 - out_of_chain, out_of_chain])

    def _layer(self, name: str) -> Layer:
        return self._arrays[f"{name}/kernel"], self._arrays[f"{name}/bias"]


@cache
def shipped_foresight() -> Foresight:
    """The predictor that comes with the package."""
    with as_file(files("metamaster.learn").joinpath("models/predictor.safetensors")) as path:
        return Foresight(read_model(path))


def _dense(layer: Layer, told: np.ndarray) -> Any:
    kernel, bias = layer
    return told @ kernel + bias


def _share(logit: np.ndarray) -> Any:
    return 1.0 / (1.0 + np.exp(-logit))


def _gelu(told: np.ndarray) -> Any:
    """By its usual approximation (Hendrycks and Gimpel 2016), as Flax has it."""
    return 0.5 * told * (1.0 + np.tanh(_GELU * (told + 0.044715 * told**3)))


@cache
def _plain_weight() -> Float32[np.ndarray, "67"]:
    return np.concatenate([np.full(count, WEIGHT[aspect], np.float32) for aspect, count in ENTRIES.items()])
