"""The aspects in which styles are compared: which entries of the descriptor belong to each."""

from collections.abc import Mapping
from typing import Any

from jaxtyping import Float

from metamaster.arrays import namespace
from metamaster.style.descriptor import Style, by_octave
from metamaster.style.names import Aspect

ASPECTS: tuple[Aspect, ...] = ("tone", "width", "dynamics", "plr")
Features = Mapping[Aspect, Float[Any, "_"]]

LEAST_TONE_DB = -72.0
"""A band quieter than this is as good as empty: it lies above half the sample rate, or a lossy encoder left it out."""
_LEAST_WIDTH_DB = -30.0
"""A side quieter than this is as good as none, and how much quieter says nothing."""


def features(style: Style) -> Features:
    """The entries of each aspect, all in dB: tone 29, width 10, dynamics 27, peak-to-loudness ratio 1.

    Tone ends at ``LEAST_TONE_DB``; octaves that are empty have a width of 0 dB.
    """
    xp = namespace(style.tone_mid)
    dynamics = [style.fast.ravel(), style.slow.ravel(), style.crest]
    heard = by_octave(style.tone_mid > LEAST_TONE_DB).any(axis=1)
    return {
        "tone": xp.maximum(style.tone_mid, LEAST_TONE_DB),
        "width": xp.where(heard, xp.maximum(style.width, _LEAST_WIDTH_DB), 0.0),
        "dynamics": xp.concatenate(dynamics),
        "plr": xp.reshape(style.plr_db, (1,)),
    }
