"""Who mastered a reference, an engineer with the chain or one with other software: told by two looks at the music.

One look sees all that is told of the pieces, the other their fingerprints alone, which no equaliser, width or level
changes. The first tells engineers apart where genres are known, but takes a record of a kind never met for anybody's;
the second tells on what kind of music the chain is used.
"""

import flax.linen as nn
import jax.numpy as jnp
from jax import Array
from jaxtyping import Float

from metamaster.learn.inputs import LOOKS

_WIDTH = 128


class Signs(nn.Module):
    """A few numbers that each look takes from the reference, by a linear map: too few to know songs by heart."""

    size: int
    """How many each look takes."""

    @nn.compact
    def __call__(self, reference: Float[Array, "inputs"]) -> Float[Array, "signs"]:
        """The signs of all looks, one look after the other."""
        return jnp.concatenate([nn.Dense(self.size, name=look)(reference[seen]) for look, seen in LOOKS.items()])


class Origin(nn.Module):
    """The log-odds, by each look, that other software than the chain was used; even before training."""

    @nn.compact
    def __call__(self, mix: Float[Array, "inputs"], signs: Float[Array, "signs"]) -> Float[Array, "looks"]:
        """From what is told of a mix and the signs of a reference."""
        parts = zip(LOOKS.items(), jnp.split(signs, len(LOOKS)), strict=True)
        return jnp.stack([_Look(name=look)(jnp.concatenate([mix[seen], part])) for (look, seen), part in parts])


class _Look(nn.Module):
    @nn.compact
    def __call__(self, told: Float[Array, "told"]) -> Float[Array, ""]:
        hidden = nn.gelu(nn.Dense(_WIDTH)(told))
        return nn.Dense(1, kernel_init=nn.initializers.zeros)(hidden)[0]
