"""The predictor in NumPy, which needs neither JAX nor Flax: for a mastering job, whose start they would delay.

The formulas are those of ``metamaster/learn/predictor.py``, as a test keeps them.
"""

from functools import cache
from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Float32

from metamaster.learn.inputs import APART, ASKED, LOOKS, SAME_SONG, SURENESS, likely_same, usual_moves
from metamaster.learn.model_file import ModelFile
from metamaster.learn.names import Base
from metamaster.learn.neutral import (
    BELIEFS,
    CONTROLS,
    beliefs_but_tone,
    bounded_factor,
    control_aspects,
    feature_aspects,
    firmer,
    neutral_chain,
)
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
    """A model's predictor.

    ``others_log_odds`` is how likely other software is to have made a reference that nothing is known of, as log-odds,
    where it was as likely as not among what the model learned from.
    """

    def __init__(self, model: ModelFile, others_log_odds: float = 0.0) -> None:
        self._others_log_odds = others_log_odds
        self.base: Base = model.made.predictor.base
        self._has_network = model.made.predictor.width > 0
        self._arrays = {name.removeprefix("predictor/"): array for name, array in model.arrays.items()}

    def __call__(self, reference: np.ndarray, mix: np.ndarray) -> Foreseen:
        """The prediction for what is told of a reference and of a mix (``metamaster/learn/inputs.py``)."""
        hidden, by_chain = mix[SAME_SONG:], 1.0
        if self._has_network:
            hidden = self._trunk("mix", np.concatenate([mix, self.genre(reference)]))
            by_chain = 1.0 - self._out_of_chain(reference, mix)
        neutral, held = neutral_chain(), 1.0
        start = by_chain * _dense(self._layer("head"), hidden)
        said = _dense(self._layer("belief"), hidden)
        beliefs, more, lean, copy = np.split(said, BELIEFS + FEATURES * np.arange(3))
        if self._has_network:
            same_song = likely_same(mix[SAME_SONG])
            held = firmer(by_chain * self._arrays["firmness"], same_song)
            plain = same_song * beliefs_but_tone() * self._arrays["plain"]
            beliefs = by_chain * beliefs + (1.0 - by_chain) * plain
        precision, weight = np.split(beliefs, [CONTROLS])
        change = by_chain * (more + lean * mix[ASKED] + copy * mix[APART])
        shares = _share(_dense(self._layer("trust"), hidden))
        of_control, of_feature = shares[control_aspects()], shares[feature_aspects()]
        return Foreseen(
            coordinates=neutral.coordinates + of_control * neutral.reach * start,
            precision=neutral.precision * bounded_factor(precision) * held,
            change=usual_moves() * of_feature * change,
            weight=_plain_weight() * bounded_factor(weight),
        )

    def genre(self, reference: np.ndarray) -> Float32[np.ndarray, "_"]:
        """The numbers that stand for the genre of a reference; none where there is no network."""
        if not self._has_network:
            return np.zeros(0, np.float32)
        return _dense(self._layer("genre"), self._trunk("reference", reference)).astype(np.float32)

    def _trunk(self, name: str, told: np.ndarray) -> np.ndarray:
        hidden = _gelu(_dense(self._layer(f"{name}/Dense_0"), told))
        return hidden + _gelu(_dense(self._layer(f"{name}/Dense_1"), hidden))

    def _out_of_chain(self, reference: np.ndarray, mix: np.ndarray) -> Any:
        """How likely other software than the chain was used."""
        looks = [self._look(name, reference[seen], mix[seen]) for name, seen in LOOKS.items()]
        return _share(np.sum(SURENESS * looks) + self._others_log_odds)

    def _look(self, name: str, reference: np.ndarray, mix: np.ndarray) -> Any:
        signs = _dense(self._layer(f"signs/{name}"), reference)
        hidden = _gelu(_dense(self._layer(f"origin/{name}/Dense_0"), np.concatenate([mix, signs])))
        return _dense(self._layer(f"origin/{name}/Dense_1"), hidden)[0]

    def _layer(self, name: str) -> Layer:
        return self._arrays[f"{name}/kernel"], self._arrays[f"{name}/bias"]


def _dense(layer: Layer, told: np.ndarray) -> Any:
    kernel, bias = layer
    return told @ kernel + bias


def _share(logit: Any) -> Any:
    return 1.0 / (1.0 + np.exp(-logit))


def _gelu(told: np.ndarray) -> Any:
    """By its usual approximation (Hendrycks and Gimpel 2016), as Flax has it."""
    return 0.5 * told * (1.0 + np.tanh(_GELU * (told + 0.044715 * told**3)))


@cache
def _plain_weight() -> Float32[np.ndarray, "67"]:
    return np.concatenate([np.full(count, WEIGHT[aspect], np.float32) for aspect, count in ENTRIES.items()])
