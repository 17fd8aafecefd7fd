"""The predictor: from a mix and a genre, where the chain should start and what it should be brought to."""

from typing import Any, NamedTuple

import flax.linen as nn
import jax
import jax.numpy as jnp
import numpy as np
from jax import Array, lax
from jaxtyping import Float

from metamaster.learn.inputs import (
    APART,
    ASKED,
    LOOKS,
    MIX_INPUTS,
    PIECE_INPUTS,
    SAME_SONG,
    SURENESS,
    likely_same,
    usual_moves,
)
from metamaster.learn.neutral import (
    BELIEFS,
    CONTROLS,
    TRUSTED,
    beliefs_but_tone,
    bounded_factor,
    control_aspects,
    feature_aspects,
    firmer,
    neutral_chain,
)
from metamaster.learn.origin import Origin, Signs
from metamaster.learn.problem import WEIGHT, Coordinates
from metamaster.learn.style_model.model import ENTRIES, FEATURES
from metamaster.style.aspects import ASPECTS, Features

_SIGNS = 4
"""A quarter of a context are signs of who mastered the reference, read from it directly.

What tells genres apart misleads about that where the genre is a new one.
"""
LEAST_CONTEXT = _SIGNS * len(LOOKS)
"""One sign for each look."""
FIRMNESS = "firmness"
"""The part that says how much more firmly to hold controls than one by one they are sure of."""
BELIEVING = ("belief", "plain", FIRMNESS, "trust")
"""The parts that say what to change, what is firm, what counts, and how far all this is trusted."""

Context = Float[Array, "context"]
Inputs = Float[Any, "_"]


class Prediction(NamedTuple):
    """What the predictor says of one mix in one genre."""

    coordinates: Coordinates
    """Where the chain starts, in unconstrained coordinates, with neither trim nor drive for loudness."""
    precision: Float[Array, "52"]
    """How firmly each control is held there, > 0."""
    change: Features
    """What to change in the mix's features, in dB, beyond what is asked for already."""
    weight: Features
    """What an error of 1 dB counts, > 0."""
    trust: Float[Array, "4"]
    """How far start and change are trusted, by aspect, 0 to 1; both are shrunk by it already."""
    looks: Float[Array, "2"]
    """The log-odds that the reference was mastered by other software than the chain, by each look at it."""

    @property
    def out_of_chain(self) -> Float[Array, ""]:
        """How likely that is by both looks, 0 to 1."""
        return pooled(self.looks)


class Predictor(nn.Module):
    """Small networks in float32: one turns a reference into the genre, one a mix and the genre into a prediction.

    Before training it predicts the default prior, no change, and the weights of ``metamaster.learn.problem``. Where
    it would move start and target counts, by aspect, as far as it is trusted on such music: that is learned on songs
    that the rest was not learned from.

    What engineers have in common who use the chain, others do not. So start and change count as far as the chain is
    likely to have made the reference (``metamaster.learn.origin``). What is firm and what errors count is said twice
    and averaged: for the others by numbers that know nothing of the music. They count as far as mix and reference are
    likely one song, and not for tone: of other songs and of tone they were no better than what stands before learning.
    By how much to hold controls more firmly than each by itself is sure of, counts as far as the chain was used.
    How likely each is, is learned from who it was alone: what would serve a song best must not bend it.

    With a width of 0 it has no networks and says the same of all music, but for how likely mix and reference are the
    same song: a prior that was learned in place of one set by hand.
    """

    context: int = 32
    width: int = 192

    def setup(self) -> None:
        """Layers; the last of each head gives zero until it is trained."""
        if self.width:
            self.reference = _Trunk(self.width)
            self.genre = nn.Dense(self._genre_size)
            self.signs = Signs(self._signs_each)
            self.mix = _Trunk(self.width)
            self.origin = Origin()
            self.plain = self.param("plain", nn.initializers.zeros, (BELIEFS,))
            self.firmness = self.param(FIRMNESS, nn.initializers.zeros, (2, len(ASPECTS)))
        self.head = nn.Dense(CONTROLS, kernel_init=nn.initializers.zeros)
        self.belief = nn.Dense(BELIEFS + 3 * FEATURES, kernel_init=nn.initializers.zeros)
        sure = nn.initializers.constant(TRUSTED)
        self.trust = nn.Dense(len(ASPECTS), kernel_init=nn.initializers.zeros, bias_init=sure)

    @property
    def _signs_each(self) -> int:
        return self.context // LEAST_CONTEXT

    @property
    def _genre_size(self) -> int:
        return self.context - len(LOOKS) * self._signs_each

    def encode(self, reference: Inputs) -> Context:
        """The genre that a reference stands for, and signs of who mastered it."""
        if not self.width:
            return jnp.zeros(self.context)
        return jnp.concatenate([self.genre(self.reference(reference)), self.signs(reference)])

    def __call__(self, mix: Inputs, context: Context) -> Prediction:
        """What to do to a mix in that genre."""
        hidden, looks, by_chain = mix[SAME_SONG:], jnp.full(len(LOOKS), -jnp.inf), jnp.ones(())
        if self.width:
            genre, signs = jnp.split(context, [self._genre_size])
            hidden = self.mix(jnp.concatenate([mix, genre]))
            looks = self.origin(mix, signs)
            by_chain = 1.0 - lax.stop_gradient(pooled(looks))
        neutral, held = neutral_chain(), 1.0
        start = by_chain * self.head(hidden)
        beliefs, more, lean, copy = jnp.split(self.belief(hidden), BELIEFS + FEATURES * np.arange(3))
        if self.width:
            same_song = likely_same(mix[SAME_SONG])
            held = firmer(by_chain * self.firmness, same_song)
            plain = same_song * beliefs_but_tone() * self.plain
            beliefs = by_chain * beliefs + (1.0 - by_chain) * plain
        precision, weight = jnp.split(beliefs, [CONTROLS])
        change = by_chain * (more + lean * mix[ASKED] + copy * mix[APART])
        shares = nn.sigmoid(self.trust(hidden))
        of_control, of_feature = shares[control_aspects()], shares[feature_aspects()]
        factors = by_aspect(bounded_factor(weight))
        return Prediction(
            coordinates=jnp.asarray(neutral.coordinates) + of_control * neutral.reach * start,
            precision=jnp.asarray(neutral.precision) * bounded_factor(precision) * held,
            change=by_aspect(jnp.asarray(usual_moves()) * of_feature * change),
            weight={aspect: WEIGHT[aspect] * factors[aspect] for aspect in ASPECTS},
            trust=shares,
            looks=looks,
        )

    def whole(self, reference: Inputs, mix: Inputs) -> Prediction:
        """From a reference and a mix to the prediction."""
        return self(mix, self.encode(reference))


class _Trunk(nn.Module):
    width: int

    @nn.compact
    def __call__(self, told: Float[Array, "told"]) -> Float[Array, "width"]:
        hidden = nn.gelu(nn.Dense(self.width)(told))
        return hidden + nn.gelu(nn.Dense(self.width)(hidden))


def new_parameters(predictor: Predictor, seed: int) -> Any:
    """The predictor's parameters before training; deterministic."""
    nothing = jnp.zeros(PIECE_INPUTS), jnp.zeros(MIX_INPUTS)
    return predictor.init(jax.random.key(seed), *nothing, method="whole")["params"]


def pooled(looks: Float[Array, "looks"]) -> Float[Array, ""]:
    """The probability that the log-odds of all looks come to, added as those of independent witnesses."""
    return nn.sigmoid(jnp.sum(SURENESS * looks))


def by_aspect(entries: Float[Array, "67"]) -> Features:
    """A vector over all features, cut up by aspect."""
    ends = np.cumsum(list(ENTRIES.values()))[:-1]
    return dict(zip(ASPECTS, jnp.split(entries, ends), strict=True))
