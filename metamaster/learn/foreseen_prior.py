"""The prior of a song whose chain was foreseen: where a predictor would begin, as far as each aspect is asked for."""

import numpy as np

from metamaster.chain.jax_renderer.bounded import coordinates_of, physical
from metamaster.chain.settings import clamped
from metamaster.learn.neutral import control_aspects, neutral_chain
from metamaster.learn.placing import placed
from metamaster.learn.prior import Prior
from metamaster.learn.wanted import Start
from metamaster.style.aspects import ASPECTS
from metamaster.style.names import Aspect


def foreseen_prior(prior: Prior, start: Start, target_lufs: float, amounts: dict[Aspect, float]) -> Prior:
    """The prior with that start in place of a neutral chain; trim, ceiling and what is not asked for stay as they are.

    What a prior does not free stays where the predictor put it.
    """
    asked = np.array([amounts[aspect] for aspect in ASPECTS])
    share = asked[control_aspects()] * neutral_chain().free
    neutral = coordinates_of(np.array(prior.start.values, np.float32))
    foreseen = placed(start.coordinates, np.float32(target_lufs))
    moved = physical((neutral + share * (foreseen - neutral)).astype(np.float32))
    values = np.where(share > 0.0, moved, prior.start.values)
    spread = np.where(prior.free, 1.0 / np.sqrt(start.precision), prior.spread).astype(np.float32)
    return Prior(clamped(values.tolist()), spread, prior.free)
