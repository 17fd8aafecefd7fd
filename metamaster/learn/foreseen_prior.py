"""The prior of a song whose chain was foreseen: where a predictor would begin, as far as each aspect is asked for."""

import numpy as np

from metamaster.chain.jax_renderer.bounded import coordinates_of, physical
from metamaster.chain.parameters import INDEX
from metamaster.chain.settings import DEFAULTS, clamped
from metamaster.learn.neutral import neutral_chain
from metamaster.learn.placing import placed
from metamaster.learn.prior import Prior, serves
from metamaster.learn.wanted import Start
from metamaster.style.names import Aspect

_LOWEST_HZ = 22.4
"""Where the lowest third-octave band begins."""
_UNHEARD: dict[str, tuple[float, tuple[str, ...]]] = {
    "saturation.blend": (0.005, ("saturation.blend", "saturation.drive_db")),
    "eq.side.high_pass.freq_hz": (_LOWEST_HZ, ("eq.side.high_pass.freq_hz",)),
    "image.mono_below_hz": (_LOWEST_HZ, ("image.mono_below_hz",)),
}
"""Below which value of a control its stage is left out, and the controls that go with it.

So little saturation adds less than −58 dB to sound at full scale, and such filters move a side that nobody hears; each
would cost as much to render as if it were heard.
"""


def foreseen_prior(prior: Prior, start: Start, target_lufs: float, amounts: dict[Aspect, float]) -> Prior:
    """The prior with that start in place of a neutral chain; trim, ceiling and what is not asked for stay as they are.

    What a prior does not free stays where the predictor put it; stages that nobody would hear are left out.
    """
    share = np.array([_asked_of(name, amounts) for name in INDEX]) * neutral_chain().free
    neutral = coordinates_of(np.array(prior.start.values, np.float32))
    foreseen = placed(start.coordinates, np.float32(target_lufs))
    moved = physical((neutral + share * (foreseen - neutral)).astype(np.float32))
    values = np.where(share > 0.0, moved, prior.start.values)
    for control, (least, stage) in _UNHEARD.items():
        if values[INDEX[control]] < least:
            values[[INDEX[name] for name in stage]] = [DEFAULTS[name] for name in stage]
    spread = np.where(prior.free, 1.0 / np.sqrt(start.precision), prior.spread).astype(np.float32)
    return Prior(clamped(values.tolist()), spread, prior.free)


def _asked_of(name: str, amounts: dict[Aspect, float]) -> float:
    """How much of a control's move is asked for: of what serves no aspect by itself, as much as of every aspect."""
    aspect = serves(name)
    return amounts[aspect] if aspect else min(amounts.values())
