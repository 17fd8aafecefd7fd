"""Keeps the low end in phase: what is folded to mono, on a club system or a phone, must still be there."""

import numpy as np
from jaxtyping import Float

from metamaster.learn.prior import Prior
from metamaster.measure.analysis import Analysis
from metamaster.measure.bands import OCTAVE_HZ

_LOW_HZ = 160.0
_WIDEST_DB = -6.0
"""Side over mid that the low octaves may be widened to; correlation is then 0.6 at least."""
_OUT_OF_PHASE = 0.3
_FOLD_BELOW_HZ = 120.0

Width = Float[np.ndarray, "10"]


def kept_in_phase(mix_width_db: Width, change_db: Width) -> Width:
    """The change of width per octave without any widening of the low end beyond what is safe in mono."""
    room_db = np.maximum(_WIDEST_DB - mix_width_db, 0.0)
    low = np.array(OCTAVE_HZ) < _LOW_HZ
    return np.where(low, np.minimum(change_db, room_db), change_db)


def fold_low_end(prior: Prior, mix: Analysis) -> Prior:
    """The prior with the low end made mono, where the mix's own is out of phase."""
    if mix.stereo.low_correlation >= _OUT_OF_PHASE:
        return prior
    return prior._replace(start=prior.start.replace({"image.mono_below_hz": _FOLD_BELOW_HZ}))
